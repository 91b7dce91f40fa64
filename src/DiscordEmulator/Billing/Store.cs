using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Billing;

/// <summary>
/// What the application sells, and who has it. Buying, ending and refunding are told to the sessions of shard 0, whatever their intents, unless an event is to be lost; that time
/// ends something is told to nobody. The caller holds <see cref="World.Gate"/>.
/// </summary>
public sealed class Store
{
    private readonly World world;
    private readonly Publisher publisher;
    private readonly StoreFile file;
    private readonly ulong applicationId;
    private readonly SortedDictionary<ulong, Sku> skus = [];
    private readonly SortedDictionary<ulong, Entitlement> entitlements = [];

    public Store(World world, Publisher publisher, StoreFile file, DiscordEmulatorOptions options)
    {
        (this.world, this.publisher, this.file, applicationId) = (world, publisher, file, options.ClientId);
        var kept = file.Read();
        foreach (var sku in kept?.Skus ?? [new Sku(options.ClientId + 10, "Pro", IsForGuilds: true), new Sku(options.ClientId + 11, "Business", IsForGuilds: true)]) skus[sku.Id] = sku;
        foreach (var one in kept?.Entitlements ?? []) entitlements[one.Id] = one;
    }

    public IReadOnlyCollection<Sku> Skus => skus.Values;

    /// <summary>Newest first, as Discord lists them.</summary>
    public IEnumerable<Entitlement> Entitlements => entitlements.Values.Reverse();

    public Sku? FindSku(ulong id) => skus.GetValueOrDefault(id);

    public Entitlement? Find(ulong id) => entitlements.GetValueOrDefault(id);

    public Sku Offer(string name, bool isForGuilds, ulong? id)
    {
        var sku = new Sku(id ?? world.Ids.Next(), name, isForGuilds);
        skus[sku.Id] = sku;
        Keep();
        return sku;
    }

    /// <summary>What counts in an interaction of this user there.</summary>
    public IReadOnlyList<Entitlement> Held(ulong userId, ulong? guildId) =>
        [.. Entitlements.Where(e => !e.IsDeleted && !e.HasEnded(world.Now) && (e.GuildId is { } guild ? guild == guildId : e.UserId == userId))];

    public Entitlement Buy(Sku sku, ulong userId, ulong? guildId, DateTimeOffset? endsAt, bool tell) =>
        Put(new Entitlement(world.Ids.Next(), sku.Id, userId, guildId, IsTest: false, world.Now, endsAt), DispatchName.EntitlementCreate, tell);

    public Entitlement Test(Sku sku, ulong ownerId) => Put(
        new Entitlement(world.Ids.Next(), sku.Id, sku.IsForGuilds ? applicationId : ownerId, sku.IsForGuilds ? ownerId : null, IsTest: true, StartsAt: null), DispatchName.EntitlementCreate, tell: true);

    /// <summary>It ends then; null = it goes on.</summary>
    public Entitlement End(Entitlement entitlement, DateTimeOffset? at, bool tell) => Put(entitlement with { EndsAt = at }, DispatchName.EntitlementUpdate, tell);

    /// <summary>Refunded, or a test entitlement that was taken back.</summary>
    public Entitlement Delete(Entitlement entitlement, bool tell) => Put(entitlement with { IsDeleted = true }, DispatchName.EntitlementDelete, tell);

    private Entitlement Put(Entitlement entitlement, DispatchName name, bool tell)
    {
        entitlements[entitlement.Id] = entitlement;
        Keep();
        if (tell) publisher.ToFirstShard(name, JsonText.Encode((entitlement, applicationId), static (json, x) => json.Entitlement(x.entitlement, x.applicationId)));
        return entitlement;
    }

    private void Keep() => file.Write(new StoreState([.. skus.Values], [.. entitlements.Values]));
}
