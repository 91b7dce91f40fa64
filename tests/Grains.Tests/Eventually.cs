using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Tests;

/// <summary>What a worker does: the same call again while the answer is "not now".</summary>
internal static class Eventually
{
    public static async Task Succeeds(Func<Task> call)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (attempt < 400 && e is StorageUnavailableException or OrleansException or TimeoutException)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Looks again until it is so.</summary>
    public static async Task Holds(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var holds = false;
            await Succeeds(async () => holds = await condition());
            if (holds) return;
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
