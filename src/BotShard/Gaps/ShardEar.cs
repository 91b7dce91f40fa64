using System.Collections.Concurrent;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Shards;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>One running shard as seen by what notices that something was missed.</summary>
public sealed class ShardEar : IDisposable
{
    private const int ChannelsTold = 3;

    private readonly ShardEars _ears;
    private readonly RollCall _rollCall;
    private readonly IEventOrigin _origin;
    private volatile bool _isBusy;
    private volatile bool _hasStopped;

    internal ShardEar(ShardEars ears, RollCall rollCall, IDiscordGateway gateway, IEventOrigin origin, QuietRule quiet, TimeProvider time)
    {
        (_ears, _rollCall, Gateway, _origin, Quiet) = (ears, rollCall, gateway, origin, quiet);
        Hearing = new ShardHearing(time);
        Gateway.SessionChanged += OnSessionChanged;
    }

    public IDiscordGateway Gateway { get; }

    public LostWindows Windows { get; } = new();

    public ShardHearing Hearing { get; }

    /// <summary>What is usual for this shard.</summary>
    public QuietRule Quiet { get; }

    /// <summary>What the next owner of the session needs to judge its silence; null = nothing can be said yet.</summary>
    public ShardHeard? Heard => Quiet.PerSecond is { } perSecond && Hearing.NewestMessageId is var newest && newest != 0
        ? new ShardHeard(newest, perSecond, [.. Hearing.LatestChannels(ChannelsTold).Select(c => c.ChannelId)])
        : null;

    /// <summary>Goes on where the last owner of the shard stopped; called once, before the first event.</summary>
    public void Remember(ShardMemory memory)
    {
        Windows.Remember(memory.Session?.SessionId, memory.LastAlive);
        if (memory.Session?.Heard is not { } heard) return;
        Hearing.Remember(heard.NewestMessageId, heard.ChannelIds);
        Quiet.Remember(heard.PerSecond);
    }

    /// <summary>The socket is read and everything that came off it has been taken: silence is Discord's.</summary>
    public bool HasTakenAll => !_hasStopped && !_isBusy && Gateway.Events is { CanCount: true, Count: 0 };

    /// <summary>From now on the socket is not read: the shard is let go.</summary>
    public void StopReading() => _hasStopped = true;

    /// <summary>Until disposed an event is being taken: while it waits for room, silence is ours.</summary>
    public Busy Taking()
    {
        _isBusy = true;
        return new Busy(this);
    }

    /// <summary>Notes a message; true when the event is READY, which is acknowledged once its guild list was compared.</summary>
    public bool Hear(in GatewayEvent e, in GuildFact fact, EventSession session, CancellationToken abandon)
    {
        if (fact.Event is MessageCreated message) Hearing.Heard(message.ChannelId, message.MessageId);
        if (e.Type != GatewayEventTypes.Ready) return false;
        try
        {
            if (EventDecoder.Decode(e) is not SessionCreatedEventArgs ready) return false;
            _rollCall.Begin(Gateway.Shard, ready, session, e.Sequence, e.ReceivedAt, _origin, abandon);
            return true;
        }
        catch (DiscordDecodeException)
        {
            // Told where every undecodable event is.
            return false;
        }
    }

    public void Dispose()
    {
        Gateway.SessionChanged -= OnSessionChanged;
        _ears.Remove(this);
    }

    // A session that is lost may have been deaf before: what it withheld is looked for from the last message on.
    private void OnSessionChanged(GatewaySessionChange change)
    {
        Windows.On(change, Quiet.IsUnusual(Hearing.Silence) ? Domain.Snowflake.TimeOf(Hearing.NewestMessageId) : null);
        if (change is GatewaySessionChange.Started) Hearing.Begin(change.Session.CreatedAt);
    }

    /// <summary>An event is being taken.</summary>
    public readonly struct Busy(ShardEar ear) : IDisposable
    {
        public void Dispose() => ear._isBusy = false;
    }
}

/// <summary>The ears of all shards that run in this process.</summary>
public sealed class ShardEars(RollCall rollCall, IOptions<GapsOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<ShardId, ShardEar> _all = new();

    public IEnumerable<ShardEar> All => _all.Values;

    public ShardEar Of(IDiscordGateway gateway, IEventOrigin origin)
    {
        var quiet = new QuietRule(TimeSpan.FromMilliseconds(options.Value.QuietFloorMs), options.Value.QuietTimes);
        return _all[gateway.Shard] = new ShardEar(this, rollCall, gateway, origin, quiet, time);
    }

    internal void Remove(ShardEar ear) => _all.TryRemove(KeyValuePair.Create(ear.Gateway.Shard, ear));
}
