using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Billing;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Activity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Activity;

/// <summary>Holds how far today's sweep is. A crash loses that alone: the next one begins anew and finds what is left. The reminder survives restarts.</summary>
[GrainType("row-retention")]
public sealed partial class RowRetentionGrain(RowEnds ends, IOptions<RetentionOptions> options, IOptions<BillingOptions> billing, TimeProvider time, ILogger<RowRetentionGrain> logger)
    : Grain, IRowRetentionGrain, IRemindable
{
    private const string Hourly = "hourly";

    /// <summary>Steps of one turn; each is one short transaction.</summary>
    private const int StepsAtOnce = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private DateOnly? _doneOn;
    private RowSweep? _sweep;
    private IGrainTimer? _timer;

    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Hourly, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));

    // A day's work is spread over turns; whatever goes wrong is tried again within the hour.
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _timer ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Pause) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<bool> GoOnAsync() => Outage.Translate(async () =>
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!options.Value.IsOn || _doneOn == today) return false;
        if (_sweep?.Today != today) _sweep = new RowSweep(ends, options.Value, await HoldsAsync(), time.GetUtcNow());
        for (var step = 0; step < StepsAtOnce; step++)
        {
            if (await _sweep.StepAsync()) continue;
            if (_sweep.Messages + _sweep.Stays + _sweep.Months > 0) Log.Ended(logger, _sweep.Messages, _sweep.Stays, _sweep.Months);
            (_doneOn, _sweep) = (today, null);
            // Who is put to sleep forgets that it is done.
            DelayDeactivation(TimeSpan.FromDays(1));
            return false;
        }

        return true;
    });

    // Guilds that had everything keep it for as long as a lost plan can still be seen, once something is sold.
    private async Task<bool> HoldsAsync()
    {
        if (billing.Value.IsSold) return await ends.SoldSinceAsync(time.GetUtcNow()) <= time.GetUtcNow().AddDays(-PlanTable.ReadOnlyDays);
        await ends.ForgetSalesAsync();
        return false;
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            if (await GoOnAsync()) return;
        }
        catch (StorageUnavailableException e)
        {
            Log.CutShort(logger, e.Message);
            _sweep = null;
        }

        _timer?.Dispose();
        _timer = null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Retention: {Messages} messages and {Stays} stays ended, {Months} months dropped")]
        public static partial void Ended(ILogger logger, long messages, long stays, int months);

        [LoggerMessage(2, LogLevel.Warning, "Retention is cut short and begins again within the hour: {Reason}")]
        public static partial void CutShort(ILogger logger, string reason);
    }
}
