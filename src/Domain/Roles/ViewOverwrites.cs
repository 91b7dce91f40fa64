namespace CommunityIntel.Domain.Roles;

/// <summary>
/// Roles for which a channel allows to see it, or denies to see it or to read what was said in it; ascending ids, none in both. Those of single members are not
/// kept.
/// </summary>
public sealed record ViewOverwrites(IReadOnlyList<long> Allowed, IReadOnlyList<long> Denied)
{
    /// <summary>
    /// Whether somebody with these roles sees the channel, by Discord's order (Discord API reference, Permissions): @everyone's overwrite, then what
    /// any role is denied, then what any is allowed.
    /// </summary>
    /// <param name="seesGuild">Without overwrites.</param>
    public bool Lets(IReadOnlyCollection<long> roleIds, long everyoneId, bool seesGuild)
    {
        var sees = Allowed.Contains(everyoneId) || (seesGuild && !Denied.Contains(everyoneId));
        if (Denied.Any(id => id != everyoneId && roleIds.Contains(id))) sees = false;
        return sees || Allowed.Any(id => id != everyoneId && roleIds.Contains(id));
    }

    public bool Equals(ViewOverwrites? other) => other is not null && Allowed.SequenceEqual(other.Allowed) && Denied.SequenceEqual(other.Denied);

    public override int GetHashCode() => HashCode.Combine(Allowed.Count, Denied.Count);
}
