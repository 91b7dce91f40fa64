using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

public sealed class RewardsTests
{
    private const ulong ManageRoles = 1UL << 28;

    private static readonly Actor Manager = new(1, "Ada", ActorSource.Dashboard);

    [Fact]
    public async Task A_member_sees_what_is_reached_what_comes_next_and_what_is_broken()
    {
        await using var scene = await Scene.StartAsync();
        (await scene.AskAsync(scene.Owner, "rewards", "list")).Content.Should().Be("Levels give no roles on this server.");
        var silver = await LadderAsync(scene);

        var own = await scene.AskAsync(scene.Zoe, "rewards", "list");
        (own.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        Embed(own).GetProperty("title").GetString().Should().Be("Récompenses · vous êtes au niveau 2");
        Embed(own).GetProperty("description").GetString().Should().Be("✓ Niveau 1 : Silver\n· Niveau 5 : Gold");
        Spaced(Embed(own).GetProperty("footer").GetProperty("text").GetString()!).Should().Be("850 XP jusqu’à la prochaine récompense");

        // What is deleted on Discord can no longer be given.
        await scene.Bot.Control.DeleteRoleAsync(scene.Guild, silver);
        await Polling.UntilAsync(
            async () => (await Guild(scene).GetHealthAsync()).Findings.Any(f => (ulong)f.RoleId == silver), TestContext.Current.CancellationToken);
        Embed(await scene.AskAsync(scene.Owner, "rewards", "list")).GetProperty("description").GetString().Should()
            .Be("· Level 1: Silver (cannot be given just now; tell those who manage the server)\n· Level 5: Gold");
    }

    [Theory]
    [InlineData("mute", LevelNewsChoice.Muted, "Your levels are not announced any more.")]
    [InlineData("dm", LevelNewsChoice.Direct, "You hear of your levels by direct message")]
    [InlineData("default", LevelNewsChoice.Default, "Your levels are announced where this server says.")]
    public async Task A_member_chooses_where_they_hear_of_their_levels(string where, LevelNewsChoice choice, string said)
    {
        await using var scene = await Scene.StartAsync();
        var answer = await scene.AskAsync(scene.Owner, "rewards", "notifications", Asking.Option("where", 3, where));
        answer.Content.Should().StartWith(said);
        (answer.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        (await Guild(scene).GetNewsChoiceAsync((long)scene.Owner)).Should().Be(choice);
    }

    // Zoé is at level 2 of the curve of MEE6: 300 of 1,150 XP on the way to level 5.
    private static async Task<ulong> LadderAsync(Scene scene)
    {
        var control = scene.Bot.Control;
        var (silver, gold) = (await control.CreateRoleAsync(scene.Guild, "Silver"), await control.CreateRoleAsync(scene.Guild, "Gold"));
        var helm = await control.CreateRoleAsync(scene.Guild, "Helm", ManageRoles, 10);
        await control.GiveRoleAsync(scene.Guild, (await control.MembersAsync(scene.Guild)).Single(m => m.User.Bot).User.Id, helm.Id);
        var ladder = new RewardSettings([new(1, (long)silver.Id, "", false), new(5, (long)gold.Id, "", false)]);
        await Polling.UntilAsync(async () => await Guild(scene).SaveRewardsAsync(ladder, 0, Manager) is SettingsSaved, TestContext.Current.CancellationToken);
        await Grains(scene).GetGrain<IGuildXpGrain>((long)scene.Guild).ChangeXpAsync(new XpChange((long)scene.Zoe, XpChangeKind.Set, 300, "test"), Manager);
        return silver.Id;
    }

    private static IGrainFactory Grains(Scene scene) => scene.Bot.Services.GetRequiredService<IGrainFactory>();

    private static IGuildRewardsGrain Guild(Scene scene) => Grains(scene).GetGrain<IGuildRewardsGrain>((long)scene.Guild);

    private static JsonElement Embed(MessageView message) => message.Json!.Value.GetProperty("embeds")[0];

    private static string Spaced(string text) => text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
}
