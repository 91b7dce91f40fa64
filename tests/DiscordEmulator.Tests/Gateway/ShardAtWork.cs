using System.Threading.Channels;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.DiscordEmulator.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

/// <summary>An event as the product's client offered it.</summary>
/// <param name="MessageId">Of a MESSAGE_CREATE that could be read.</param>
/// <param name="Broken">Why it could not be read.</param>
public sealed record Offered(string SessionId, long Sequence, string Name, DateTimeOffset ReceivedAt, bool IsReplay, ulong? MessageId, DiscordDecodeException? Broken);

/// <summary>The product's gateway client at a local Discord, with no pauses of its own between attempts. Every wait ends after 30 s.</summary>
public sealed class ShardAtWork : IAsyncDisposable
{
    private const DiscordIntents Intents = (DiscordIntents)GatewayProbe.AllIntents;
    private readonly CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource crash = new();
    private readonly Channel<GatewaySessionChange> changes = Channel.CreateUnbounded<GatewaySessionChange>();
    private readonly EventDecoder decoder = new();
    private readonly CountingQueue queue = new();

    public ShardAtWork(RunningEmulator emulator, GatewayCompression compression = GatewayCompression.ZlibStream, bool trust = false, int maxPayload = 32 << 20)
    {
        var options = new GatewayClientOptions
        {
            Token = emulator.Options.Token,
            Intents = Intents,
            GetGatewayUri = _ => ValueTask.FromResult(emulator.Address),
            Compression = compression,
            GetReconnectionDelay = _ => TimeSpan.Zero,
            TrustServerTimestamps = trust,
            MaxPayloadBytes = maxPayload,
        };
        Client = new DiscordGatewayClient(new ShardId(0, 1), options, queue, TimeProvider.System, NullLogger<DiscordGatewayClient>.Instance);
        Client.SessionChanged += change =>
        {
            History.Add(change);
            changes.Writer.TryWrite(change);
        };
    }

    public IDiscordGateway Client { get; }

    /// <summary>Everything read so far.</summary>
    public List<Offered> Seen { get; } = [];

    public List<GatewaySessionChange> History { get; } = [];

    /// <summary>Turns taken in the identify queue: IDENTIFYs sent.</summary>
    public int Identifies => queue.Turns;

    public Task<GatewayConnectionFrame> Running { get; private set; } = null!;

    public void Start(GatewaySession? from = null) => Running = Client.RunAsync(from, crash.Token);

    /// <summary>Leaves as a killed process does: nothing is waited for.</summary>
    public async Task CrashAsync()
    {
        await crash.CancelAsync();
        await Running;
    }

    public async Task<T> ChangeAsync<T>() where T : GatewaySessionChange
    {
        while (true)
            if (await changes.Reader.ReadAsync(late.Token) is T wanted)
                return wanted;
    }

    public async Task<Offered> NextAsync(bool acknowledge = true)
    {
        using var next = await Client.Events.ReadAsync(late.Token);
        ulong? message = null;
        DiscordDecodeException? broken = null;
        try
        {
            if (next.Type == GatewayEventTypes.MessageCreate) message = decoder.ReadMessageCreated(next.Data.Span).MessageId;
            else EventDecoder.Decode(next);
        }
        catch (DiscordDecodeException e)
        {
            broken = e;
        }
        if (acknowledge) Client.Acknowledge(next.SessionId, next.Sequence);
        var offered = new Offered(next.SessionId, next.Sequence, next.Name, next.ReceivedAt, next.IsReplay, message, broken);
        Seen.Add(offered);
        return offered;
    }

    public async Task<Offered> MessageAsync(ulong id, bool acknowledge = true)
    {
        while (true)
            if (await NextAsync(acknowledge) is var next && next.MessageId == id)
                return next;
    }

    public async Task<Offered> EventAsync(string name, bool acknowledge = true)
    {
        while (true)
            if (await NextAsync(acknowledge) is var next && next.Name == name)
                return next;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        late.Dispose();
        crash.Dispose();
    }

    private sealed class CountingQueue : IIdentifyQueue
    {
        public int Turns { get; private set; }

        public ValueTask WaitForIdentifyAsync(ShardId shard, CancellationToken ct)
        {
            Turns++;
            return ValueTask.CompletedTask;
        }
    }
}
