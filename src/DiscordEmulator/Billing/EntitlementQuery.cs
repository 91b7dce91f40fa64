using System.Globalization;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.DiscordEmulator.Billing;

/// <summary>Which entitlements a list holds (Discord API reference, List Entitlements). Deleted ones are left out unless it says otherwise, ended ones are not.</summary>
public sealed record EntitlementQuery(
    ulong? UserId, ulong? GuildId, IReadOnlySet<ulong>? SkuIds, ulong? Before, ulong? After, int Limit, bool ExcludeEnded, bool ExcludeDeleted)
{
    private const int Most = 100;

    public static (EntitlementQuery? Query, ApiReply? Refusal) From(IQueryCollection query)
    {
        foreach (var name in (ReadOnlySpan<string>)["user_id", "guild_id", "before", "after"])
            if (query.ContainsKey(name) && Id(query, name) is null) return (null, NotSnowflake(name));
        var skus = query["sku_ids"].SelectMany(ids => ids!.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (skus.Exists(id => !ulong.TryParse(id, CultureInfo.InvariantCulture, out _))) return (null, NotSnowflake("sku_ids"));
        var limit = Most;
        if (query.ContainsKey("limit") && (!int.TryParse(query["limit"], CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            return (null, ApiReply.Invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."));
        return (new EntitlementQuery(
            Id(query, "user_id"), Id(query, "guild_id"), skus.Count == 0 ? null : skus.Select(id => ulong.Parse(id, CultureInfo.InvariantCulture)).ToHashSet(),
            Id(query, "before"), Id(query, "after"), limit,
            GuildRoutes.IsTrue(query["exclude_ended"]), !query.ContainsKey("exclude_deleted") || GuildRoutes.IsTrue(query["exclude_deleted"])), null);
    }

    public IEnumerable<Entitlement> Of(IEnumerable<Entitlement> newestFirst, DateTimeOffset now) => newestFirst.Where(e =>
        (UserId is null || e.UserId == UserId) && (GuildId is null || e.GuildId == GuildId) && (SkuIds is null || SkuIds.Contains(e.SkuId))
        && (Before is null || e.Id < Before) && (After is null || e.Id > After)
        && !(ExcludeEnded && e.HasEnded(now)) && !(ExcludeDeleted && e.IsDeleted)).Take(Limit);

    private static ulong? Id(IQueryCollection query, string name) => ulong.TryParse(query[name], CultureInfo.InvariantCulture, out var id) ? id : null;

    private static ApiReply NotSnowflake(string name) => ApiReply.Invalid(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
}
