using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Health;

/// <summary>
/// What will not work as a guild and its settings stand. It says what it can tell from roles and channels; what a channel's own
/// permissions forbid shows only when Discord refuses it.
/// </summary>
/// <param name="GivenUp">Actions that Discord refused for good.</param>
public sealed record GuildHealth(
    long GuildId, bool BotIsPresent, long? AfkChannelId, XpRules Rules, LevelRewards Rewards, GuildRoles Roles, IReadOnlyDictionary<long, Channel> Channels, long GivenUp)
{
    /// <summary>The gravest first.</summary>
    public IReadOnlyList<HealthFinding> Findings()
    {
        if (!BotIsPresent) return [new HealthFinding(HealthIssue.BotIsGone, HealthGrade.Broken)];
        return [.. RewardFindings().Concat(MessageFindings()).Concat(new XpHealth(GuildId, AfkChannelId, Rules, Roles, Channels).Findings()).Concat(OutboxFindings()).OrderBy(f => f.Grade)];
    }

    private IEnumerable<HealthFinding> RewardFindings()
    {
        if (Rewards.Roles.Count > 0 && Lacks(RolePermissions.ManageRoles)) yield return new HealthFinding(HealthIssue.MissingManageRoles, HealthGrade.Broken);
        foreach (var reward in Rewards.Roles)
        {
            if (reward.Level > Rules.Curve.HighestLevel)
                yield return new HealthFinding(HealthIssue.RewardBeyondHighestLevel, HealthGrade.Broken, reward.RoleId, Level: reward.Level, Number: Rules.Curve.HighestLevel);
            if (Roles.AreKnown && Roles.Refuse(reward.RoleId) is { } refusal)
                yield return new HealthFinding(IssueOf(refusal.Fault), HealthGrade.Broken, reward.RoleId, Level: reward.Level, Permissions: refusal.Permissions);
        }
    }

    private IEnumerable<HealthFinding> MessageFindings()
    {
        var message = Rewards.Message;
        if (message.Place == AnnouncementPlace.Off) yield break;
        if (!Enumerable.Range(1, Rules.Curve.HighestLevel).Any(level => message.Filter.Passes(level, Rewards.Roles)))
            yield return new HealthFinding(HealthIssue.NothingAnnounced, HealthGrade.Doubtful);
        if (message.Place == AnnouncementPlace.DirectOnly) yield break;
        var channel = message.Place == AnnouncementPlace.Channel ? message.ChannelId ?? 0 : 0;
        if (channel != 0 && !Exists(channel)) yield return new HealthFinding(HealthIssue.AnnouncementChannelGone, HealthGrade.Broken, ChannelId: channel);
        if (Lacks(RolePermissions.ViewChannel)) yield return new HealthFinding(HealthIssue.MissingViewChannel, HealthGrade.Doubtful, ChannelId: channel);
        if (Lacks(RolePermissions.SendMessages)) yield return new HealthFinding(HealthIssue.MissingSendMessages, HealthGrade.Doubtful, ChannelId: channel);
        else if (channel != 0 && Exists(channel) && !Roles.BotPermissions.HasFlag(RolePermissions.Administrator))
            yield return new HealthFinding(HealthIssue.ChannelPermissionsNotKnown, HealthGrade.NotKnown, ChannelId: channel);
    }

    private IEnumerable<HealthFinding> OutboxFindings()
    {
        if (GivenUp > 0) yield return new HealthFinding(HealthIssue.ActionsGivenUp, HealthGrade.Broken, Number: GivenUp);
    }

    private bool Lacks(RolePermissions permission) => Roles.BotIsKnown && !Roles.BotPermissions.HasFlag(permission);

    private bool Exists(long channelId) => Channels.TryGetValue(channelId, out var channel) && !channel.IsDeleted;

    private static HealthIssue IssueOf(RoleFault fault) => fault switch
    {
        RoleFault.Everyone => HealthIssue.RewardRoleEveryone,
        RoleFault.Managed => HealthIssue.RewardRoleManaged,
        RoleFault.Dangerous => HealthIssue.RewardRoleDangerous,
        RoleFault.TooHigh => HealthIssue.RewardRoleTooHigh,
        _ => HealthIssue.RewardRoleGone,
    };
}
