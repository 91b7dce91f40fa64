using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// Runs every shard of the bot in this process: asks Discord how many there are, then keeps each connected until the host stops.
/// </summary>
public sealed partial class BotWorker(
    IDiscordRest discord,
    GuildBatcher batcher,
    ShardEars ears,
    IGrainFactory grains,
    IOptions<DiscordOptions> discordOptions,
    IOptions<BotShardOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService, IOwnedShards
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<BotWorker>();
    private volatile ShardWorker[] _shards = [];

    /// <summary>Every shard has its session and hears Discord.</summary>
    public bool IsConnected => _shards.Length > 0 && _shards.All(s => s.State == ShardState.Active);

    public IReadOnlyList<ShardId> Owned => [.. _shards.Select(s => s.Shard)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopSending = new CancellationTokenSource();
        var sending = batcher.RunAsync(stopSending.Token);
        try
        {
            var gateway = await AskDiscordAsync(stoppingToken);
            var count = discordOptions.Value.ShardCount ?? gateway.Shards;
            var identify = new IdentifyQueue(gateway.SessionStartLimit.MaxConcurrency, time);
            _shards = [.. Enumerable.Range(0, count).Select(id => Build(new ShardId(id, count), identify))];
            Log.Starting(_logger, count);
            await Task.WhenAll(_shards.Select(s => s.RunAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            await stopSending.CancelAsync();
            await sending;
            foreach (var shard in _shards) await shard.DisposeAsync();
        }
    }

    private ShardWorker Build(ShardId shard, IIdentifyQueue identify)
    {
        var client = new DiscordGatewayClient(
            shard,
            new GatewayClientOptions
            {
                Token = discordOptions.Value.Token!,
                Intents = GuildFact.Intents,
                WantedEvents = GuildFact.Wanted,
                GetGatewayUri = GetGatewayUriAsync,
                TrustServerTimestamps = discordOptions.Value.TrustServerTimestamps,
            },
            identify, time, loggers.CreateLogger<DiscordGatewayClient>());
        return new ShardWorker(client, batcher, ears, grains, options.Value, time, loggers.CreateLogger<ShardWorker>());
    }

    private async ValueTask<Uri> GetGatewayUriAsync(CancellationToken cancellation) =>
        discordOptions.Value.GatewayUri ?? (await discord.GetGatewayInfoAsync(cancellation)).Url;

    private async Task<GatewayInfo> AskDiscordAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await discord.GetGatewayInfoAsync(stopping);
            }
            catch (UnauthorizedException)
            {
                Log.BadToken(_logger);
                throw;
            }
            catch (Exception e) when (e is HttpRequestException or DiscordRestException)
            {
                Log.Unreachable(_logger, discordOptions.Value.RestBaseUri, e.Message);
                await Task.Delay(AskAgain, time, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connecting {Shards} shards")]
        public static partial void Starting(ILogger logger, int shards);

        [LoggerMessage(2, LogLevel.Critical, "Discord refuses the bot token: set Discord:Token (environment Discord__Token) to the token of the bot page of your application")]
        public static partial void BadToken(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "Discord does not answer at {RestBaseUri}: {Reason}; asking again")]
        public static partial void Unreachable(ILogger logger, Uri restBaseUri, string reason);
    }
}
