namespace CommunityIntel.Domain.Guilds;

/// <summary>
/// The last gateway event applied to a guild. Events of the same session at or below <c>Sequence</c> were applied already.
/// <c>LastMessageId</c> is the highest message id applied: a message at or below it may be known, one above it is new.
/// </summary>
public readonly record struct Watermark(string SessionId, long Sequence, long LastMessageId, long LastEventMs)
{
    public static Watermark None { get; } = new("", 0, 0, 0);

    public bool Covers(string sessionId, long sequence) =>
        sequence <= Sequence && string.Equals(sessionId, SessionId, StringComparison.Ordinal);
}
