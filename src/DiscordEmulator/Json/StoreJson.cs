using System.Text.Json;
using CommunityIntel.DiscordEmulator.Billing;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>SKUs and entitlements (Discord API reference, Monetization).</summary>
public static class StoreJson
{
    public static void Sku(this Utf8JsonWriter json, Sku sku, ulong applicationId)
    {
        json.WriteStartObject();
        json.Id("id", sku.Id);
        json.WriteNumber("type", Billing.Sku.Subscription);
        json.Id("application_id", applicationId);
        json.WriteString("name", sku.Name);
        json.WriteString("slug", sku.Name.ToLowerInvariant().Replace(' ', '-'));
        json.WriteNumber("flags", sku.Flags);
        json.WriteEndObject();
    }

    public static void Entitlement(this Utf8JsonWriter json, Entitlement entitlement, ulong applicationId)
    {
        json.WriteStartObject();
        json.Id("id", entitlement.Id);
        json.Id("sku_id", entitlement.SkuId);
        json.Id("application_id", applicationId);
        json.Id("user_id", entitlement.UserId);
        if (entitlement.GuildId is { } guild) json.Id("guild_id", guild);
        json.WriteBoolean("deleted", entitlement.IsDeleted);
        json.Time("starts_at", entitlement.StartsAt);
        json.Time("ends_at", entitlement.EndsAt);
        json.WriteNumber("type", Billing.Entitlement.ApplicationSubscription);
        json.WriteBoolean("consumed", false);
        json.WriteEndObject();
    }
}
