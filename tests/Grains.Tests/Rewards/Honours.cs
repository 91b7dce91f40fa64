using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.Grains.Tests;

/// <summary>Settings that a test does not look at.</summary>
internal static class Honours
{
    public static readonly Actor Manager = new(3, "manager", ActorSource.Dashboard);

    public static IGuildRewardsGrain Rewards(this RunningSilo silo, long id) => silo.Grains.GetGrain<IGuildRewardsGrain>(id);

    /// <summary>The guild must have been seen.</summary>
    public static async Task HonourAsync(this RunningSilo silo, long id, LevelAnnouncement place, IReadOnlyList<RewardRole> roles)
    {
        var guild = silo.Rewards(id);
        (await guild.SaveRewardsAsync(new RewardSettings(roles), 0, Manager)).Should().BeOfType<SettingsSaved>();
        (await guild.SaveAnnouncementsAsync(new AnnouncementSettings(place, null, null, false, 1, 1, false), 0, Manager)).Should().BeOfType<SettingsSaved>();
    }
}
