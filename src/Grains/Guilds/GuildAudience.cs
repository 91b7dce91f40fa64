using CommunityIntel.GrainInterfaces.Guilds;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Who watches a guild. Numbers go out when they changed, at most once a second; the first after a pause at once.</summary>
internal sealed class GuildAudience(long guildId, Func<LiveNumbers> now, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>An observer that has not subscribed again for this long is forgotten.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    private readonly ObserverManager<IGuildObserver> _observers = new(Expiry, logger);
    private LiveNumbers? _told;
    private DateTimeOffset _toldAt;

    public bool IsEmpty => _observers.Count == 0;

    public void Add(IGuildObserver observer) => _observers.Subscribe(observer, observer);

    public void Remove(IGuildObserver observer) => _observers.Unsubscribe(observer);

    public void SomethingHappened()
    {
        if (time.GetUtcNow() - _toldAt >= Period) Tell();
    }

    public Task TickAsync(CancellationToken cancellation)
    {
        // A message told since the last tick has had its second.
        if (time.GetUtcNow() - _toldAt >= Period - TimeSpan.FromMilliseconds(200)) Tell();
        _observers.ClearExpired();
        return Task.CompletedTask;
    }

    private void Tell()
    {
        if (_observers.Count == 0) return;
        var numbers = now();
        if (numbers == _told) return;
        (_told, _toldAt) = (numbers, time.GetUtcNow());
        _ = _observers.Notify(observer => observer.LiveAsync(guildId, numbers));
    }
}
