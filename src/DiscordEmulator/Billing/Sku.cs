namespace CommunityIntel.DiscordEmulator.Billing;

/// <summary>A subscription that the application sells, to guilds or to users (Discord API reference, SKU).</summary>
public sealed record Sku(ulong Id, string Name, bool IsForGuilds)
{
    /// <summary>SKU type SUBSCRIPTION.</summary>
    public const int Subscription = 5;

    private const int Available = 1 << 2;
    private const int GuildSubscription = 1 << 7;
    private const int UserSubscription = 1 << 8;

    public int Flags => Available | (IsForGuilds ? GuildSubscription : UserSubscription);
}

/// <summary>
/// A right to a SKU, a guild's or a user's. <c>UserId</c>: who bought it; the application's own id with a guild's test entitlement (discord-api-docs#7885).
/// A test entitlement has no times.
/// </summary>
public sealed record Entitlement(ulong Id, ulong SkuId, ulong UserId, ulong? GuildId, bool IsTest, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt = null, bool IsDeleted = false)
{
    /// <summary>The only type of an application's own that Discord's OpenAPI document knows: APPLICATION_SUBSCRIPTION.</summary>
    public const int ApplicationSubscription = 8;

    public bool HasEnded(DateTimeOffset now) => EndsAt <= now;
}
