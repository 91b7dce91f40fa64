using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// A gateway session: what was sent to one bot shard, kept for RESUME in a ring bounded by number and bytes.
/// It outlives its connection. A firehose may occupy one stretch of the sequence with frames of its own.
/// </summary>
public sealed class GatewaySession(string id, int shardId, int shardCount, int intents, int capacity, long capacityBytes)
{
    /// <summary>The client may send 120 payloads a minute; answers to us are among them.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>History waits when this many events are not known to be received: well within the ring.</summary>
    private readonly long maxUnheard = Math.Min(24_576, capacity * 3L / 8);
    private readonly Lock gate = new();
    private readonly DispatchLog log = new(capacity, capacityBytes);
    private long offset;
    private FrameRun? run;
    private long askedAt;

    public string Id { get; } = id;
    public int ShardId { get; } = shardId;
    public int ShardCount { get; } = shardCount;
    public int Intents { get; } = intents;

    /// <summary>Last sequence given to an event.</summary>
    public long LastSequence { get { lock (gate) return SequenceOf(log.Tail); } }

    /// <summary>Last sequence handed to a socket.</summary>
    public long SentSequence { get; set; }

    /// <summary>What the client said in its last heartbeat or RESUME.</summary>
    public long HeartbeatSequence { get; set; }

    public GatewayConnection? Connection { get; private set; }
    public DateTimeOffset? DisconnectedAt { get; private set; }

    /// <summary>
    /// Whether played history may go on. What a socket took may still be in its buffers and is lost with it, so only what
    /// the client is known to have received counts; it is asked for its position (op 1) at most once a second.
    /// </summary>
    public bool HasRoom()
    {
        var unheard = LastSequence - HeartbeatSequence;
        if (unheard > maxUnheard / 4 && Connection is { } connection && (askedAt == 0 || Stopwatch.GetElapsedTime(askedAt) >= AskEvery))
        {
            askedAt = Stopwatch.GetTimestamp();
            connection.AskForHeartbeat();
        }
        return unheard <= maxUnheard;
    }

    /// <summary>Intent bits that this session silently lost (fault).</summary>
    public int DeafTo { get; set; }

    public bool Covers(ulong guildId) => (int)((guildId >> 22) % (ulong)ShardCount) == ShardId;

    public bool Wants(DispatchName name) => name.Intent == Intent.None || (Intents & ~DeafTo & name.Intent) != 0;

    /// <summary>True when it can no longer be resumed.</summary>
    public bool IsGone { get; set; }

    /// <summary>The client closed it for good (1000 or 1001): it wants nothing more of it.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Returns the sequence that the event was given.</summary>
    public long Append(Dispatch dispatch)
    {
        long sequence;
        lock (gate)
        {
            log.Add(dispatch);
            sequence = SequenceOf(log.Tail);
        }

        Connection?.Wake();
        return sequence;
    }

    /// <summary>Reserves sequences for pre-encoded frames, to be sent in place of ring entries.</summary>
    public long Reserve(FrameRun frames)
    {
        lock (gate)
        {
            // An earlier run must be behind every ring entry that is kept, as sequences are computed from one run only.
            if (run is not null) Forget();
            frames.Place(this, ordinal: log.Tail, first: SequenceOf(log.Tail) + 1);
            run = frames;
            return frames.First;
        }
    }

    public void WakeUp() => Connection?.Wake();

    /// <summary>
    /// Writes the event with this sequence, if it is still kept, or gives the run that holds it. A RESUMED of an
    /// earlier replay is left out, as it would end this one too soon.
    /// </summary>
    public bool TryWrite(long sequence, long resumedAt, FrameWriter writer, [NotNullWhen(false)] out FrameRun? frames)
    {
        lock (gate)
        {
            frames = null;
            if (run is not null && sequence >= run.First && sequence < run.End)
            {
                frames = run;
                return false;
            }
            if (log.TryRead(OrdinalOf(sequence), out var name, out var data, out var timestamp) && (name != DispatchName.Resumed || sequence >= resumedAt))
                writer.Dispatch(name, data, timestamp, sequence);
            return true;
        }
    }

    /// <summary>Whether everything after a sequence is still kept.</summary>
    public bool CanResumeAfter(long sequence)
    {
        lock (gate)
        {
            if (run is not null && sequence + 1 >= run.First && sequence + 1 < run.End) return true;
            return OrdinalOf(sequence + 1) >= log.Head;
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
        while (log.Head < Math.Min(run.Ordinal, log.Tail)) log.DropOldest();
        run = null;
    }
}
