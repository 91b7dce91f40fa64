using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Billing;
using Listed = CommunityIntel.Discord.Entities.DiscordEntitlement;

namespace CommunityIntel.BotShard.Billing;

/// <summary>What guilds have bought, as Discord lists it, handed to each as a whole: in which order or how often does not matter, the guild goes by when it was read.</summary>
public sealed class EntitlementReader(IGrainFactory grains, IDiscordRest discord, TimeProvider time)
{
    private volatile Application? _application;

    /// <summary>One guild's, ended ones too, so that the guild learns when each ended.</summary>
    public async Task ReadAsync(long guildId, CancellationToken cancellation)
    {
        var readAt = time.GetUtcNow();
        var listed = await discord.GetEntitlementsAsync(await ApplicationIdAsync(cancellation), (ulong)guildId, excludeEnded: false, cancellation);
        await HandOverAsync(guildId, readAt, listed.Where(e => e.GuildId == (ulong)guildId));
    }

    /// <summary>Everybody's that has not ended.</summary>
    public async Task<AllEntitlements> ReadAllAsync(CancellationToken cancellation)
    {
        var readAt = time.GetUtcNow();
        var listed = await discord.GetEntitlementsAsync(await ApplicationIdAsync(cancellation), guildId: null, excludeEnded: true, cancellation);
        var guilds = listed.Where(e => e.GuildId is not null).GroupBy(e => (long)e.GuildId!.Value).ToDictionary(g => g.Key, g => (IReadOnlyList<Listed>)[.. g]);
        return new AllEntitlements(readAt, guilds, listed.Count(e => e.GuildId is null));
    }

    public Task HandOverAsync(long guildId, DateTimeOffset readAt, IEnumerable<Listed> listed) =>
        grains.GetGrain<IGuildBillingGrain>(guildId).PutDiscordEntitlementsAsync(readAt, [.. listed.Select(Of)]);

    private static DiscordEntitlement Of(Listed e) => new((long)e.Id, (long)e.SkuId, e.Type, e.Deleted, e.StartsAt, e.EndsAt, (long)(e.UserId ?? 0));

    private async Task<ulong> ApplicationIdAsync(CancellationToken cancellation) =>
        (_application ??= new Application((await discord.GetCurrentApplicationAsync(cancellation)).Id)).Id;

    private sealed record Application(ulong Id);
}

/// <summary>What was bought and has not ended, by guild, as of <c>ReadAt</c>. <c>OfUsers</c>: how many are no guild's; this product sells nothing to users.</summary>
public sealed record AllEntitlements(DateTimeOffset ReadAt, IReadOnlyDictionary<long, IReadOnlyList<Listed>> Guilds, int OfUsers);
