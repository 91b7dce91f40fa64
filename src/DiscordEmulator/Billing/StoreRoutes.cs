using System.Globalization;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Rest;

namespace CommunityIntel.DiscordEmulator.Billing;

/// <summary>SKUs and entitlements of the application (Discord API reference, Monetization). Only test entitlements can be made and deleted by REST.</summary>
public sealed class StoreRoutes(World world, Store store, DiscordEmulatorOptions options)
{
    private const int GuildOwner = 1;
    private const int UserOwner = 2;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/applications/{applicationId}/skus", (ulong applicationId) => Ours(applicationId, () => ApiReply.List(store.Skus, (json, sku) => json.Sku(sku, options.ClientId))));
        api.MapGet("/applications/{applicationId}/entitlements", (ulong applicationId, HttpRequest request) => Ours(applicationId, () => List(request)));
        api.MapGet("/applications/{applicationId}/entitlements/{entitlementId}", (ulong applicationId, ulong entitlementId) =>
            Ours(applicationId, () => store.Find(entitlementId) is { } one ? Reply(one) : Refused.UnknownEntitlement));
        api.MapPost("/applications/{applicationId}/entitlements", TestAsync);
        api.MapDelete("/applications/{applicationId}/entitlements/{entitlementId}", (ulong applicationId, ulong entitlementId) => Ours(applicationId, () => Delete(entitlementId)));
    }

    private ApiReply Ours(ulong applicationId, Func<ApiReply> answer)
    {
        lock (world.Gate) return applicationId == options.ClientId ? answer() : Refused.UnknownApplication;
    }

    private ApiReply List(HttpRequest request)
    {
        var (query, refusal) = EntitlementQuery.From(request.Query);
        if (query is null) return refusal!;
        return ApiReply.List(query.Of(store.Entitlements, world.Now), (json, one) => json.Entitlement(one, options.ClientId));
    }

    private async Task<ApiReply> TestAsync(ulong applicationId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        return Ours(applicationId, () =>
        {
            if (body.Id("owner_id") is not { } owner) return ApiReply.Invalid("owner_id", "BASE_TYPE_REQUIRED", "This field is required");
            if (body.Id("sku_id") is not { } skuId) return ApiReply.Invalid("sku_id", "BASE_TYPE_REQUIRED", "This field is required");
            if (store.FindSku(skuId) is not { } sku) return Refused.UnknownSku;
            if (body.Number("owner_type") is not { } type || type != (sku.IsForGuilds ? GuildOwner : UserOwner))
                return ApiReply.Invalid("owner_type", "BASE_TYPE_CHOICES", string.Create(CultureInfo.InvariantCulture, $"Value must be one of ({(sku.IsForGuilds ? GuildOwner : UserOwner)},)."));
            if (sku.IsForGuilds && !world.Guilds.ContainsKey(owner)) return Refused.UnknownGuild;
            return !sku.IsForGuilds && !world.Users.ContainsKey(owner) ? Refused.UnknownUser : Reply(store.Test(sku, owner));
        });
    }

    private ApiReply Delete(ulong id)
    {
        if (store.Find(id) is not { IsTest: true, IsDeleted: false } test) return Refused.UnknownEntitlement;
        store.Delete(test, tell: true);
        return ApiReply.Empty;
    }

    private ApiReply Reply(Entitlement one) => ApiReply.Json(json => json.Entitlement(one, options.ClientId));
}
