using CommunityIntel.BotShard.Billing;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.BotShard.Invites;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Shards;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Shards;

/// <summary>Builds a shard for a lease; it connects only while the lease holds.</summary>
public sealed class ShardFactory(
    IDiscordRest discord,
    GuildBatcher batcher,
    ShardEars ears,
    Interactions interactions,
    InviteWatch invites,
    EntitlementWatch entitlements,
    IGrainFactory grains,
    LeaseClock lease,
    IIdentifyQueue identify,
    IOptions<DiscordOptions> discordOptions,
    IOptions<BotShardOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    public ShardWorker Build(ShardId shard, ShardLease granted)
    {
        batcher.Wishes.Forget();
        var client = new DiscordGatewayClient(
            shard,
            new GatewayClientOptions
            {
                Token = discordOptions.Value.Token!,
                Intents = GuildFact.Intents(options.Value.ReadsText),
                WantedEvents = GuildFact.Wanted,
                GetGatewayUri = GetGatewayUriAsync,
                WaitUntilAllowed = lease.WaitUntilValidAsync,
                TrustServerTimestamps = discordOptions.Value.TrustServerTimestamps,
            },
            identify, time, loggers.CreateLogger<DiscordGatewayClient>());
        return new ShardWorker(client, granted, batcher, ears, interactions, invites, entitlements, grains, options.Value, time, loggers.CreateLogger<ShardWorker>());
    }

    private async ValueTask<Uri> GetGatewayUriAsync(CancellationToken cancellation) =>
        discordOptions.Value.GatewayUri ?? (await discord.GetGatewayInfoAsync(cancellation)).Url;
}
