using System.Collections.Concurrent;
using CommunityIntel.Discord.Gateway;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>Up to when a session before was heard and acknowledged, and which; null = not known.</summary>
public readonly record struct LostWindow(DateTimeOffset? ListenedUntil, string? SessionId);

/// <summary>What each new session of a shard follows on: where the window begins that its snapshots end. Told by the shard's own loop.</summary>
public sealed class LostWindows
{
    private readonly ConcurrentDictionary<string, LostWindow> _before = new();
    private LostWindow _last;
    private string? _takenOver;
    private DateTimeOffset? _deafSince;

    /// <summary>What an earlier process left: a session to resume, or only when one was last alive.</summary>
    public void Remember(string? sessionId, DateTimeOffset? lastAlive)
    {
        _takenOver = sessionId;
        _last = new LostWindow(lastAlive, sessionId);
    }

    /// <summary>The session has heard nothing since, though its heartbeats were answered: its window begins there.</summary>
    public void HeardNothingSince(DateTimeOffset instant) => _deafSince = instant;

    public void On(GatewaySessionChange change)
    {
        var session = change.Session;
        if (change is GatewaySessionChange.Lost)
        {
            var until = _deafSince is { } deaf && deaf < session.UpdatedAt ? deaf : session.UpdatedAt;
            (_last, _deafSince) = (new LostWindow(until, session.SessionId), null);
            _before.TryRemove(session.SessionId, out _);
        }

        // READY replayed after a RESUME by another process: what it followed on is forgotten, the guild goes by its own memory.
        if (change is GatewaySessionChange.Started && session.SessionId != _takenOver) _before[session.SessionId] = _last;
    }

    public LostWindow Before(string sessionId) => _before.GetValueOrDefault(sessionId);
}
