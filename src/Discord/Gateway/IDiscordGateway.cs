using System.Threading.Channels;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// One shard as the product sees it: stays connected, offers its dispatches in order and remembers up to where they are durable.
/// </summary>
/// <remarks>
/// Delivery: an event is offered once per process; after a restart or hand-over everything above the last acknowledged
/// sequence is offered again (at least once; (SessionId, Sequence) tells duplicates). While <see cref="Events"/> is full
/// the socket is not read; heartbeats go on.
/// </remarks>
public interface IDiscordGateway : IAsyncDisposable
{
    /// <summary>Told on the shard's own loop, before the events of a new session; must return quickly.</summary>
    event Action<GatewaySessionChange>? SessionChanged;

    ShardId Shard { get; }

    ShardState State { get; }

    /// <summary>
    /// When the last heartbeat was sent that Discord answered on this connection: what was dispatched well before it has been received.
    /// Null before the first; UTC.
    /// </summary>
    DateTimeOffset? AnsweredBeatAt { get; }

    /// <summary>The session at its last acknowledged position: what to save. Null while there is none.</summary>
    GatewaySession? Session { get; }

    /// <summary>In order; one reader. Completes when the shard has ended and everything was read.</summary>
    ChannelReader<GatewayEvent> Events { get; }

    /// <summary>
    /// Runs the shard until it is stopped or Discord closes it for good; call once.
    /// Cancelling <paramref name="ct"/> leaves at once and keeps the session, as a crash would.
    /// </summary>
    /// <param name="resumeFrom">A saved session; ignored (and reported as lost) for another shard count or other intents.</param>
    Task<GatewayConnectionFrame> RunAsync(GatewaySession? resumeFrom, CancellationToken ct);

    /// <summary>Marks an accepted event as durable; in any order, from any thread. Sequences of a past session are ignored.</summary>
    void Acknowledge(string sessionId, long sequence);

    /// <summary>The same for many at once, under one lock.</summary>
    void Acknowledge(string sessionId, ReadOnlySpan<long> sequences);

    /// <summary>
    /// Sends a heartbeat and waits for its answer: what Discord had dispatched until the call has been received then, but for what the answer overtook.
    /// </summary>
    /// <returns>False: not connected, the connection ended, reading was held up in the last half minute, or <paramref name="ct"/> ended the wait.</returns>
    Task<bool> HearAllAsync(CancellationToken ct);

    /// <summary>
    /// Throws the session away and begins a new one: the cure for a session that has gone deaf.
    /// </summary>
    /// <returns>Completes when the new session has begun or the shard has ended.</returns>
    Task ReidentifyAsync(string reason, CancellationToken ct);

    /// <summary>
    /// Stops reading, waits until everything offered is acknowledged, and closes so that the session survives for another
    /// owner. Cancelling <paramref name="ct"/> ends the wait, not the close.
    /// </summary>
    /// <returns>Where the next owner resumes; null when there is no session.</returns>
    Task<GatewaySession?> DetachAsync(CancellationToken ct);

    /// <summary>
    /// The same, but ends the session: nobody goes on with it, and the bot goes offline on this shard. When <paramref name="ct"/>
    /// ended the wait for acknowledgements, the session is kept after all, as by <see cref="DetachAsync"/>.
    /// </summary>
    /// <returns>True when the session is over.</returns>
    Task<bool> RetireAsync(CancellationToken ct);
}
