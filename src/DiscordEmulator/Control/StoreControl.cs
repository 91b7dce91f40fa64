using CommunityIntel.DiscordEmulator.Billing;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Control;

/// <summary>People who subscribe in Discord, cancel and are refunded; each also without the event that tells of it.</summary>
public sealed class StoreControl(World world, Store store)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/skus", () => Locked(() => Results.Ok(store.Skus.Select(View).ToList())));
        control.MapPost("/skus", (NewSku given) => Locked(() => Results.Ok(View(store.Offer(given.Name, given.ForGuilds, given.Id)))));
        control.MapGet("/entitlements", () => Locked(() => Results.Ok(store.Entitlements.Select(View).ToList())));
        control.MapPost("/entitlements", (NewEntitlement given) => Locked(() => Buy(given)));
        control.MapPatch("/entitlements/{entitlementId}", (ulong entitlementId, EntitlementEnd given) => Change(entitlementId, e => store.End(e, given.EndsAt, given.Tell)));
        control.MapDelete("/entitlements/{entitlementId}", (ulong entitlementId, bool? tell) => Change(entitlementId, e => store.Delete(e, tell ?? true)));
    }

    private IResult Locked(Func<IResult> act)
    {
        lock (world.Gate) return act();
    }

    private IResult Buy(NewEntitlement given)
    {
        if (store.FindSku(given.SkuId) is not { } sku) return Results.NotFound();
        if (sku.IsForGuilds != given.GuildId.HasValue) return Results.BadRequest();
        var guild = given.GuildId is { } id ? world.Guilds.GetValueOrDefault(id) : null;
        if (sku.IsForGuilds && guild is null) return Results.NotFound();
        return (given.UserId ?? guild?.OwnerId) is { } buyer && world.Users.ContainsKey(buyer)
            ? Results.Ok(View(store.Buy(sku, buyer, given.GuildId, given.EndsAt, given.Tell)))
            : Results.NotFound();
    }

    private IResult Change(ulong id, Func<Entitlement, Entitlement> change) =>
        Locked(() => store.Find(id) is { IsDeleted: false } one ? Results.Ok(View(change(one))) : Results.NotFound());

    private static SkuView View(Sku sku) => new(sku.Id, sku.Name, sku.IsForGuilds);

    private static EntitlementView View(Entitlement e) => new(e.Id, e.SkuId, e.UserId, e.GuildId, e.StartsAt, e.EndsAt, e.IsDeleted);
}
