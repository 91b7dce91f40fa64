using System.Collections.Immutable;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Guilds;

/// <summary>One watched guild. Holds its observer strongly: Orleans keeps only a weak reference to it.</summary>
public sealed partial class LiveGuild : IGuildObserver, IDisposable
{
    private static readonly TimeSpan SubscribeAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IClusterClient cluster;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private ImmutableList<Action<LiveNumbers?>> listeners;

    public LiveGuild(long guildId, Action<LiveNumbers?> first, IClusterClient cluster, TimeProvider time, ILogger logger)
    {
        listeners = [first];
        GuildId = guildId;
        this.cluster = cluster;
        this.logger = logger;
        var stop = stopping.Token;
        // Without the flow of the first viewer's culture and identity into everybody's numbers.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => WatchAsync(time, stop), CancellationToken.None);
    }

    public long GuildId { get; }

    public void Add(Action<LiveNumbers?> listener) => ImmutableInterlocked.Update(ref listeners, all => all.Add(listener));

    /// <summary>How many listeners are left.</summary>
    public int Remove(Action<LiveNumbers?> listener)
    {
        ImmutableInterlocked.Update(ref listeners, all => all.Remove(listener));
        return listeners.Count;
    }

    /// <summary>Takes leave of the guild in the background.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    public Task LiveAsync(long guildId, LiveNumbers numbers)
    {
        Tell(numbers);
        return Task.CompletedTask;
    }

    private void Tell(LiveNumbers? numbers)
    {
        foreach (var listener in listeners)
            listener(numbers);
    }

    private async Task WatchAsync(TimeProvider time, CancellationToken stop)
    {
        IGuildObserver? self = null;
        using var timer = new PeriodicTimer(SubscribeAgain, time);
        do
        {
            try
            {
                self ??= cluster.CreateObjectReference<IGuildObserver>(this);
                var guild = cluster.GetGrain<IGuildGrain>(GuildId);
                await guild.SubscribeAsync(self).WaitAsync(Patience, stop);
                Tell(await guild.GetLiveAsync().WaitAsync(Patience, stop));
                timer.Period = SubscribeAgain;
            }
            // Whatever it was, the next turn tries again: a watch that ended would show frozen numbers as live.
            catch (Exception outage)
            {
                LogNotSubscribed(GuildId, outage.GetType().Name);
                Tell(null);
                timer.Period = TryAgain;
            }
        }
        while (await TickAsync(timer, stop));
        await LeaveAsync(self);
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LeaveAsync(IGuildObserver? self)
    {
        if (self is null)
            return;
        try
        {
            await cluster.GetGrain<IGuildGrain>(GuildId).UnsubscribeAsync(self);
            cluster.DeleteObjectReference<IGuildObserver>(self);
        }
        catch (Exception outage) when (GuildCalls.IsOutage(outage))
        {
            LogNotSubscribed(GuildId, outage.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Live numbers of guild {GuildId} are not subscribed: {Reason}")]
    private partial void LogNotSubscribed(long guildId, string reason);
}
