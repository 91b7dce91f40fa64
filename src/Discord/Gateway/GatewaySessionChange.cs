namespace CommunityIntel.Discord.Gateway;

/// <summary>What happened to a shard's session.</summary>
public abstract record GatewaySessionChange(GatewaySession Session)
{
    /// <summary>READY came: a new session, whose events count from 1.</summary>
    public sealed record Started(GatewaySession Session) : GatewaySessionChange(Session);

    /// <summary>RESUMED came: everything that was missed has been offered.</summary>
    /// <param name="Session">The session at its acknowledged position.</param>
    /// <param name="ReplayedCount">Dispatches sent again by Discord, wanted or not.</param>
    public sealed record Resumed(GatewaySession Session, long ReplayedCount) : GatewaySessionChange(Session);

    /// <summary>
    /// The session cannot be resumed: events after <see cref="GatewaySession.UpdatedAt"/> may be missing
    /// until the next <see cref="Started"/>. Events already offered stay valid.
    /// </summary>
    public sealed record Lost(GatewaySession Session, string Reason) : GatewaySessionChange(Session);
}
