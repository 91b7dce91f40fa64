namespace CommunityIntel.Domain.Roles;

/// <summary>
/// A role as last seen; the one with the guild's id is @everyone. <c>Position</c>: a higher one stands above; of equal ones the older
/// stands above. <c>IsManaged</c>: it belongs to a bot, to boosters or another integration. <c>Color</c> 0xRRGGBB, 0 = none.
/// </summary>
public sealed record Role(long Id, string Name, int Position, RolePermissions Permissions, bool IsManaged, int Color, bool IsDeleted = false)
{
    public bool StandsAbove(Role other) => Position != other.Position ? Position > other.Position : Id < other.Id;
}

/// <summary>The bot in a guild. Its roles without @everyone.</summary>
public sealed record GuildBot(long UserId, IReadOnlyList<long> RoleIds)
{
    /// <summary>Nothing was told of it yet.</summary>
    public static GuildBot Unknown { get; } = new(0, []);

    public bool Equals(GuildBot? other) => other is not null && UserId == other.UserId && RoleIds.SequenceEqual(other.RoleIds);

    public override int GetHashCode() => HashCode.Combine(UserId, RoleIds.Count);
}
