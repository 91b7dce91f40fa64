using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    public LevelRewards Rewards { get; private set; } = LevelRewards.Off;

    /// <summary>How often each half was changed; 0 = never.</summary>
    public RewardVersions RewardVersions { get; private set; }

    /// <summary>The last look through everybody's roles; null = there was none.</summary>
    public RewardRepair? Repair { get; private set; }

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreRewards(LevelRewards rewards, RewardVersions versions, RewardRepair? repair) => (Rewards, RewardVersions, Repair) = (rewards, versions, repair);

    /// <summary>From now on, and everybody's roles are looked through. Answers with what is wrong, having changed nothing; empty = it holds.</summary>
    public IReadOnlyList<RewardProblem> ChangeRewardRoles(IReadOnlyList<LevelRole> roles, SettingsChange change)
    {
        // A name is the role's as the guild has it now.
        var named = roles.Select(r => r with { Name = _roles.TryGetValue(r.RoleId, out var known) ? known.Name : r.Name });
        var rewards = Rewards with { Roles = [.. named.Order(LevelRole.ByLevel)] };
        var problems = RewardCheck.OfRoles(rewards, GivableRoles);
        if (problems.Count > 0) return problems;
        Keep(rewards, RewardVersions with { Roles = RewardVersions.Roles + 1 });
        Note(change, AuditKind.RewardsChanged);
        StartRepair(RepairCause.RewardsChanged, change.AtMs);
        return [];
    }

    /// <summary>From now on. Answers with what is wrong, having changed nothing; empty = it holds.</summary>
    public IReadOnlyList<RewardProblem> ChangeLevelMessage(LevelMessage message, SettingsChange change)
    {
        var problems = RewardCheck.OfMessage(message, _channels);
        if (problems.Count > 0) return problems;
        Keep(Rewards with { Message = message }, RewardVersions with { Message = RewardVersions.Message + 1 });
        Note(change, AuditKind.AnnouncementsChanged);
        return [];
    }

    public void ChooseAnnouncements(long userId, AnnounceChoice choice)
    {
        var member = _members[userId];
        if (member.AnnounceChoice == choice) return;
        member.AnnounceChoice = choice;
        Changes.Profiles.Add(member);
    }

    /// <summary>Looks through everybody's roles from the beginning, unless levels give none.</summary>
    public void StartRepair(RepairCause cause, long atMs)
    {
        if (NewRepair(cause, atMs) is { } repair) Keep(repair);
    }

    /// <summary>A look that <see cref="StartRepair"/> would begin; null when levels give no roles.</summary>
    public RewardRepair? NewRepair(RepairCause cause, long atMs) => Rewards.Roles.Count > 0 ? RewardRepair.Of(cause, atMs) : null;

    /// <summary>The next members after the cursor, by rising id; <paramref name="isLast"/>: there are none behind them. They must be remembered.</summary>
    /// <param name="total">How many there are in all.</param>
    public void RepairNext(IReadOnlyList<long> userIds, bool isLast, int total, long atMs)
    {
        if (Repair is not { IsOpen: true } repair) return;
        var changed = userIds.Count(id => Reward(_members[id], isRepair: true));
        Keep(repair with
        {
            Cursor = isLast ? 0 : userIds[^1], Examined = repair.Examined + userIds.Count, Changed = repair.Changed + changed,
            Total = total, EndedAtMs = isLast ? atMs : null,
        });
    }

    /// <summary>Roles of rewards beyond what the plan allows: nobody new gets them, and whoever has them keeps them.</summary>
    private HashSet<long> _asideRoles = [];

    private void UseLimits()
    {
        Use(Digests, DigestsVersion);
        _asideRoles = IsSold ? [.. Rewards.Roles.Skip(_entitlement.SeenLimits.RewardRoles).Select(r => r.RoleId)] : [];
    }

    private void Note(SettingsChange c, AuditKind kind) => Note(c.Actor, kind, 0, c.Before, c.After, c.AtMs, c.UndoesId, c.RequestKey);

    private void Keep(LevelRewards rewards, RewardVersions versions)
    {
        (Rewards, RewardVersions, Changes.Rewards) = (rewards, versions, new ChangedRewards(rewards, versions));
        UseLimits();
    }

    private void Keep(RewardRepair repair) => (Repair, Changes.Repair) = (repair, repair);
}
