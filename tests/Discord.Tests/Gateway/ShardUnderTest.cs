using System.Threading.Channels;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.Discord.Tests.Peers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Discord.Tests.Gateway;

/// <summary>A client against a <see cref="ScriptedGateway"/>, with no pauses between attempts.</summary>
public sealed class ShardUnderTest : IAsyncDisposable
{
    public const DiscordIntents Intents = DiscordIntents.Guilds | DiscordIntents.GuildMessages;

    private readonly Channel<GatewaySessionChange> _changes = Channel.CreateUnbounded<GatewaySessionChange>();

    public ShardUnderTest(
        ScriptedGateway peer, GatewayCompression compression = GatewayCompression.None, int buffer = 64,
        GatewayEventTypes wanted = GatewayEventTypes.All, bool trust = false, int maxPayload = 1 << 20)
    {
        var options = new GatewayClientOptions
        {
            Token = "t",
            Intents = Intents,
            GetGatewayUri = _ => ValueTask.FromResult(peer.Uri),
            Compression = compression,
            EventBufferSize = buffer,
            WantedEvents = wanted,
            GetReconnectionDelay = _ => TimeSpan.Zero,
            TrustServerTimestamps = trust,
            MaxPayloadBytes = maxPayload,
        };
        Queue = new CountingQueue();
        Client = new DiscordGatewayClient(new ShardId(0, 1), options, Queue, TimeProvider.System, NullLogger<DiscordGatewayClient>.Instance);
        Client.SessionChanged += change => _changes.Writer.TryWrite(change);
    }

    public DiscordGatewayClient Client { get; }

    public CountingQueue Queue { get; }

    public Task<GatewayConnectionFrame> Running { get; private set; } = null!;

    public void Start(GatewaySession? from = null) => Running = Client.RunAsync(from, TestContext.Current.CancellationToken);

    public async Task<T> ChangeAsync<T>() where T : GatewaySessionChange
    {
        while (true)
        {
            if (await _changes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Enough) is T wanted)
                return wanted;
        }
    }

    /// <summary>The next event that is not READY or RESUMED, acknowledged if wanted.</summary>
    public async Task<(string Name, long Sequence, bool IsReplay)> NextAsync(bool acknowledge = true)
    {
        while (true)
        {
            var next = await Client.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Enough);
            var result = (next.Name, next.Sequence, next.IsReplay);
            var isLifecycle = next.Type is GatewayEventTypes.Ready or GatewayEventTypes.Resumed;
            if (acknowledge || isLifecycle)
                Client.Acknowledge(next.SessionId, next.Sequence);
            next.Dispose();
            if (!isLifecycle)
                return result;
        }
    }

    /// <summary>Accepts, says Hello, takes the IDENTIFY and answers READY.</summary>
    public static async Task<PeerConnection> ReadyAsync(ScriptedGateway peer, string sessionId = "s1", int intervalMs = 40_000)
    {
        var connection = await peer.AcceptAsync();
        await connection.HelloAsync(intervalMs);
        (await connection.ReceiveAsync()).GetProperty("op").GetInt32().Should().Be(2);
        await connection.ReadyAsync(sessionId, peer.Uri);
        return connection;
    }

    /// <summary>Accepts, says Hello and returns the RESUME's session and sequence.</summary>
    public static async Task<(PeerConnection Connection, string SessionId, long Sequence)> ResumingAsync(ScriptedGateway peer)
    {
        var connection = await peer.AcceptAsync();
        await connection.HelloAsync();
        var resume = await connection.ReceiveAsync();
        resume.GetProperty("op").GetInt32().Should().Be(6);
        var d = resume.GetProperty("d");
        return (connection, d.GetProperty("session_id").GetString()!, d.GetProperty("seq").GetInt64());
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    public sealed class CountingQueue : IIdentifyQueue
    {
        public int Turns { get; private set; }

        public ValueTask WaitForIdentifyAsync(ShardId shard, CancellationToken ct)
        {
            Turns++;
            return ValueTask.CompletedTask;
        }
    }
}
