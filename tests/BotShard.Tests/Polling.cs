namespace CommunityIntel.BotShard.Tests;

/// <summary>Waits for what another process does; long enough for a busy machine on which silos died and are found out.</summary>
internal static class Polling
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task UntilAsync(Func<Task<bool>> happened, CancellationToken cancellation, int everyMs = 100)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(everyMs));
        while (!await happened()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
