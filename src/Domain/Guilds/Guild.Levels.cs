using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>A level that is told later than this after it was reached is no news: a catch-up or an import announces nothing (ms).</summary>
    public const long NewsMs = 60 * 60 * 1000L;

    public LevelRewards Rewards { get; private set; } = LevelRewards.Off;

    /// <summary>Puts back durable settings, before the first fact.</summary>
    public void RestoreRewards(LevelRewards rewards) => Rewards = rewards;

    /// <summary>From now on; levels that were reached before are honoured with the member's next one.</summary>
    public void ChangeRewards(LevelRewards rewards)
    {
        rewards.Check();
        Rewards = rewards;
        Changes.Rewards = rewards;
    }

    private void Honour(Member member, long xpBefore, long channelId, long atMs, long receivedAtMs)
    {
        if (Rewards.AreOff) return;
        var level = Rules.Curve.LevelOf(member.Xp);
        if (level <= Rules.Curve.LevelOf(xpBefore)) return;
        if (Appears(member) && Rewards.AnnounceIn(channelId) is { } place && receivedAtMs - atMs <= NewsMs)
            Changes.ToDo(new AnnounceLevel(member.UserId, place, level, Identity.PreferredLocale));
        var (granted, revoked) = Rewards.RolesAt(level);
        if (granted.Count > 0) Changes.ToDo(new SetRoles(member.UserId, level, granted, revoked));
    }
}
