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

    /// <summary>What an earlier process left: a session to resume, or only when one was last alive.</summary>
    public void Remember(string? sessionId, DateTimeOffset? lastAlive)
    {
        _takenOver = sessionId;
        _last = new LostWindow(lastAlive, sessionId);
    }

    /// <param name="silentSince">A lost session has heard nothing since, though its heartbeats were answered: its window begins there. Null = it heard what was usual.</param>
    public void On(GatewaySessionChange change, DateTimeOffset? silentSince)
    {
        var session = change.Session;
        if (change is GatewaySessionChange.Lost)
        {
            _last = new LostWindow(silentSince is { } silent && silent < session.UpdatedAt ? silent : session.UpdatedAt, session.SessionId);
            _before.TryRemove(session.SessionId, out _);
        }

        // READY replayed after a RESUME by another process: what it followed on is forgotten, the guild goes by its own memory.
        if (change is GatewaySessionChange.Started && session.SessionId != _takenOver) _before[session.SessionId] = _last;
    }

    public LostWindow Before(string sessionId) => _before.GetValueOrDefault(sessionId);
}
