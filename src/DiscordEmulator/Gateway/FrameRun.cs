namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// A stretch of consecutive dispatches that exist only as bytes, sent as they are.
/// Compressed blocks hold no reference to what came before, so that they fit any zlib-stream.
/// </summary>
public abstract class FrameRun(int count)
{
    public int Count { get; } = count;

    /// <summary>Number of ring entries before the run.</summary>
    public long Ordinal { get; private set; }

    /// <summary>First sequence of the run.</summary>
    public long First { get; private set; }

    public long End => First + Count;

    public GatewaySession? Session { get; private set; }

    public void Place(GatewaySession session, long ordinal, long first) => (Session, Ordinal, First) = (session, ordinal, first);

    /// <summary>How many frames may be sent by now.</summary>
    public abstract int Released { get; }

    public abstract ReadOnlyMemory<byte> Frame(int index, bool compressed);

    /// <summary>Called before <paramref name="count"/> frames from an index on go to the socket.</summary>
    public abstract void Sending(int index, int count);
}
