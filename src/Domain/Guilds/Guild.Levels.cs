using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>A level that is told later than this after it was reached is no news: a catch-up or an import announces nothing (ms).</summary>
    public const long NewsMs = 60 * 60 * 1000L;

    /// <summary>What is told of a member at a level.</summary>
    public LevelNews NewsAt(long userId, string? name, int level, long xp) =>
        new(userId, name, level, xp, Identity.Name, [.. Rewards.Roles.Where(r => r.Level == level).OrderBy(r => r.RoleId).Select(NameOf)]);

    // Up: the level is announced and gives its roles. Down: what levels above gave is taken away.
    private void Honour(Member member, long xpBefore, long channelId, long atMs, long receivedAtMs)
    {
        if (Rewards.AreOff) return;
        var (before, now) = (Rules.Curve.LevelOf(xpBefore), Rules.Curve.LevelOf(member.Xp));
        if (now == before) return;
        if (receivedAtMs - atMs <= NewsMs && Rewards.Message.Announce(before, now, channelId, member.AnnounceChoice, Rewards.Roles) is { } announced && (announced.IsDirect || Appears(member)))
            Changes.ToDo(new AnnounceLevel(NewsOf(member, announced.Level), announced.ChannelId, Identity.PreferredLocale, Rewards.Message.Template, Rewards.Message.PingsMember));
        Reward(member, isRepair: false);
    }

    /// <summary>Notes the roles that the member's level makes of theirs, unless they have them. Says whether it did.</summary>
    private bool Reward(Member member, bool isRepair)
    {
        // Nothing more is stored of them: they keep the roles that they have.
        if (member.Privacy.HasFlag(PrivacyChoices.StopCollecting)) return false;
        if (Rewards.Roles.Count == 0 || member.HasLeft || member.IsBot) return false;
        var (level, roles) = (Rules.Curve.LevelOf(member.Xp), GivableRoles);
        var target = RoleTarget.For(RewardsFor(member), level, member.HonouredRoleIds, roles.MayGive);
        var wasHonoured = member.HonouredRoleIds is { } honoured ? honoured.SequenceEqual(target.Honoured) : isRepair || target.Honoured.Count == 0;
        if (!wasHonoured || (member.HonouredRoleIds is null && target.Honoured.Count > 0))
        {
            member.HonouredRoleIds = target.Honoured;
            Changes.Profiles.Add(member);
        }

        // A change that was noted may be under way to Discord still: what was honoured tells more than the roles that were told last.
        if (wasHonoured && target.IsReachedBy(member.RoleIds)) return false;
        if (target.Granted.Count == 0 && target.Revoked.Count == 0) return false;
        Changes.ToDo(new SetRoles(member.UserId, level, target.Granted, target.Revoked, isRepair));
        return true;
    }

    // A reward that is set aside is none, but for whoever was given it.
    private LevelRewards RewardsFor(Member member) => _asideRoles.Count == 0
        ? Rewards
        : Rewards with { Roles = [.. Rewards.Roles.Where(r => !_asideRoles.Contains(r.RoleId) || member.HonouredRoleIds?.Contains(r.RoleId) == true)] };

    private LevelNews NewsOf(Member member, int level) => NewsAt(member.UserId, member.Name, level, member.Xp);

    private string NameOf(LevelRole role) => _roles.TryGetValue(role.RoleId, out var known) ? known.Name : role.Name;
}
