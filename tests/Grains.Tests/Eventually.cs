using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Tests;

/// <summary>What a worker does: the same call again while the answer is "not now".</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task Succeeds(Func<Task> call) => Holds(async () =>
    {
        await call();
        return true;
    });

    /// <summary>Looks again until it is so; fails with the last refusal when it is never.</summary>
    public static async Task Holds(Func<Task<bool>> condition)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var isLast = Environment.TickCount64 >= end;
            try
            {
                if (await condition()) return;
                if (isLast) throw new InvalidOperationException($"it was still not so after {Patience}");
            }
            catch (Exception e) when (!isLast && e is StorageUnavailableException or OrleansException or TimeoutException)
            {
                // Not now.
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
