namespace CommunityIntel.Domain.Guilds;

/// <summary>
/// The last gateway event applied to a guild. <c>Order</c> orders sessions: a later session has a higher one, and what an
/// earlier session still has to say came too late. Within the session, events at or below <c>Sequence</c> were applied already.
/// <c>LastMessageId</c> is the highest message id applied: a message at or below it may be known, one above it is new.
/// </summary>
public readonly record struct Watermark(string SessionId, long Order, long Sequence, long LastMessageId, long LastEventMs)
{
    public static Watermark None { get; } = new("", 0, 0, 0, 0);

    public bool Covers(string sessionId, long order, long sequence) =>
        order < Order || (sequence <= Sequence && order == Order && string.Equals(sessionId, SessionId, StringComparison.Ordinal));
}
