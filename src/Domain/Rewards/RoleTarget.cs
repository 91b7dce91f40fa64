namespace CommunityIntel.Domain.Rewards;

/// <summary>
/// What rewards make of one member's roles: those that are granted are there, those that are revoked are not, every other one, a
/// moderator's or an integration's, stays as it is. Lists ascend.
/// </summary>
/// <param name="Honoured">All that the level gives, whether or not it can be given now: what a later level takes away again.</param>
public sealed record RoleTarget(IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked, IReadOnlyList<long> Honoured)
{
    /// <param name="given">What an earlier level of the member gave; null = nothing was looked at yet.</param>
    /// <param name="mayGive">Roles that cannot be given are left out, and keep nobody from the others.</param>
    public static RoleTarget For(LevelRewards rewards, int level, IReadOnlyList<long>? given, Func<long, bool> mayGive)
    {
        var (honoured, replaced) = rewards.RolesAt(level);
        var rewarded = rewards.Roles.Select(r => r.RoleId).ToHashSet();
        // Of a reward that is no longer one, the role stays with those who have it.
        var lost = (given ?? []).Where(id => rewarded.Contains(id)).Except(honoured);
        return new RoleTarget([.. honoured.Where(mayGive)], [.. replaced.Union(lost).Where(mayGive).Order()], honoured);
    }

    /// <summary>(current − revoked) ∪ granted, ascending.</summary>
    public static IReadOnlyList<long> Reach(IEnumerable<long> current, IEnumerable<long> granted, IEnumerable<long> revoked) =>
        [.. current.Except(revoked).Union(granted).Order()];

    public bool IsReachedBy(IReadOnlyList<long> current) => Granted.All(current.Contains) && !Revoked.Any(current.Contains);

    public bool Equals(RoleTarget? other) => other is not null && Granted.SequenceEqual(other.Granted) && Revoked.SequenceEqual(other.Revoked) && Honoured.SequenceEqual(other.Honoured);

    public override int GetHashCode() => HashCode.Combine(Granted.Count, Revoked.Count, Honoured.Count);
}
