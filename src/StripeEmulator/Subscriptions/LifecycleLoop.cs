using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>Lets happen what is due, every second, also when nobody asks.</summary>
internal sealed class LifecycleLoop(Lifecycle lifecycle, Account account, StripeEmulatorOptions options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), options.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                lock (account.Gate) lifecycle.CatchUp();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
