using System.Collections.Immutable;
using System.Security.Cryptography;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>All sessions, connected or waiting for a RESUME.</summary>
public sealed class SessionRegistry : IDisposable
{
    private readonly DiscordEmulatorOptions options;
    private readonly ITimer sweep;
    private ImmutableArray<GatewaySession> sessions = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SessionRegistry(DiscordEmulatorOptions options)
    {
        this.options = options;
        sweep = options.Clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public ImmutableArray<GatewaySession> All => sessions;

    /// <summary>Completes when a session is added, removed, attached, or has caught up.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    public void SignalChange() =>
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public GatewaySession Create(int shardId, int shardCount, int intents)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var session = new GatewaySession(id, shardId, shardCount, intents, options.ReplayBufferSize, options.ReplayBufferBytes);
        ImmutableInterlocked.Update(ref sessions, all => all.Add(session));
        return session;
    }

    public GatewaySession? Find(string id)
    {
        foreach (var session in sessions)
            if (session.Id == id)
                return session.IsExpired(options.Clock.GetUtcNow(), options.SessionLifetime) ? null : session;
        return null;
    }

    public void Remove(GatewaySession session)
    {
        session.IsGone = true;
        ImmutableInterlocked.Update(ref sessions, all => all.Remove(session));
        SignalChange();
    }

    private void Sweep()
    {
        var now = options.Clock.GetUtcNow();
        foreach (var session in sessions)
            if (session.IsExpired(now, options.SessionLifetime))
                Remove(session);
    }

    public void Dispose() => sweep.Dispose();
}
