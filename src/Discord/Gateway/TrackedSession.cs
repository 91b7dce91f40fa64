namespace CommunityIntel.Discord.Gateway;

/// <summary>A session of this shard with what has been acknowledged of it.</summary>
internal sealed class TrackedSession
{
    private readonly GatewaySession _origin;

    /// <summary>A session taken over: the saved position is where reading goes on.</summary>
    public TrackedSession(GatewaySession saved)
    {
        _origin = saved;
        ResumeGatewayUrl = saved.ResumeGatewayUrl;
        Tracker = new AcknowledgementTracker(saved.Sequence, saved.UpdatedAt);
    }

    public string SessionId => _origin.SessionId;

    public ShardId Shard => _origin.Shard;

    /// <summary>Null when unknown or when connecting to it has failed.</summary>
    public string? ResumeGatewayUrl { get; set; }

    public AcknowledgementTracker Tracker { get; }

    /// <summary>The session at its acknowledged position.</summary>
    public GatewaySession Acknowledged()
    {
        var (sequence, at) = Tracker.Position;
        return _origin with { Sequence = sequence, UpdatedAt = at };
    }
}
