using System.Diagnostics.CodeAnalysis;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// A gateway session: what was sent to one bot shard, kept for RESUME in a ring bounded by number and bytes.
/// It outlives its connection. A firehose may occupy one stretch of the sequence with frames of its own.
/// </summary>
public sealed class GatewaySession(string id, int shardId, int shardCount, int intents, int capacity, long capacityBytes)
{
    private readonly Lock gate = new();
    private Dispatch?[] ring = new Dispatch?[Math.Min(1024, capacity)];
    private long head;
    private long tail;
    private long bytes;
    private long offset;
    private FrameRun? run;

    public string Id { get; } = id;
    public int ShardId { get; } = shardId;
    public int ShardCount { get; } = shardCount;
    public int Intents { get; } = intents;

    /// <summary>Last sequence given to an event.</summary>
    public long LastSequence { get { lock (gate) return SequenceOf(tail); } }

    /// <summary>Last sequence handed to a socket.</summary>
    public long SentSequence { get; set; }

    /// <summary>What the client said in its last heartbeat.</summary>
    public long HeartbeatSequence { get; set; }

    public GatewayConnection? Connection { get; private set; }
    public DateTimeOffset? DisconnectedAt { get; private set; }

    /// <summary>Events not handed to a socket yet.</summary>
    public long Backlog => LastSequence - SentSequence;

    /// <summary>Intent bits that this session silently lost (fault).</summary>
    public int DeafTo { get; set; }

    public bool Covers(ulong guildId) => (int)((guildId >> 22) % (ulong)ShardCount) == ShardId;

    public bool Wants(DispatchName name) => name.Intent == Intent.None || (Intents & ~DeafTo & name.Intent) != 0;

    public void Append(Dispatch dispatch)
    {
        lock (gate)
        {
            if (tail - head == ring.Length) Grow();
            ring[(int)(tail++ % ring.Length)] = dispatch;
            bytes += dispatch.Size;
            while (tail - head > capacity || (bytes > capacityBytes && tail - head > 1)) DropOldest();
        }
        Connection?.Wake();
    }

    /// <summary>Reserves sequences for pre-encoded frames, to be sent in place of ring entries.</summary>
    public long Reserve(FrameRun frames)
    {
        lock (gate)
        {
            // An earlier run must be behind every ring entry that is kept, as sequences are computed from one run only.
            if (run is not null) Forget();
            frames.Place(this, ordinal: tail, first: SequenceOf(tail) + 1);
            run = frames;
            return frames.First;
        }
    }

    public void WakeUp() => Connection?.Wake();

    /// <summary>The event with this sequence, the run that holds it, or neither when it is gone.</summary>
    public bool TryRead(long sequence, out Dispatch? dispatch, [NotNullWhen(true)] out FrameRun? frames)
    {
        lock (gate)
        {
            dispatch = null;
            frames = null;
            if (run is not null && sequence >= run.First && sequence < run.End)
            {
                frames = run;
                return true;
            }
            var ordinal = OrdinalOf(sequence);
            if (ordinal >= head && ordinal < tail) dispatch = ring[(int)(ordinal % ring.Length)];
            return false;
        }
    }

    /// <summary>Whether everything after a sequence is still kept.</summary>
    public bool CanResumeAfter(long sequence)
    {
        lock (gate)
        {
            if (run is not null && sequence + 1 >= run.First && sequence + 1 < run.End) return true;
            return OrdinalOf(sequence + 1) >= head;
        }
    }

    public void Attach(GatewayConnection connection)
    {
        Connection?.Drop();
        Connection = connection;
        DisconnectedAt = null;
    }

    public void Detach(GatewayConnection connection, DateTimeOffset now)
    {
        if (Connection != connection) return;
        Connection = null;
        DisconnectedAt = now;
    }

    public bool IsExpired(DateTimeOffset now, TimeSpan lifetime) => DisconnectedAt is { } at && now - at > lifetime;

    // Ordinals count ring entries from 0; sequences start at 1 and skip the run.
    private long SequenceOf(long ordinalEnd) =>
        offset + (run is not null && ordinalEnd >= run.Ordinal ? ordinalEnd + run.Count : ordinalEnd);

    private long OrdinalOf(long sequence) =>
        sequence - 1 - offset - (run is not null && sequence >= run.End ? run.Count : 0);

    private void Forget()
    {
        offset += run!.Count;
        while (head < Math.Min(run.Ordinal, tail)) DropOldest();
        run = null;
    }

    private void DropOldest()
    {
        ref var slot = ref ring[(int)(head++ % ring.Length)];
        bytes -= slot!.Size;
        slot = null;
    }

    private void Grow()
    {
        if (ring.Length >= capacity)
        {
            DropOldest();
            return;
        }
        var larger = new Dispatch?[Math.Min(capacity, ring.Length * 2)];
        for (var i = head; i < tail; i++) larger[i % larger.Length] = ring[i % ring.Length];
        ring = larger;
    }
}
