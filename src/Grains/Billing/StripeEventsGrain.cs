using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Payments;
using CommunityIntel.Storage.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Billing;

/// <summary>
/// Writes down Stripe's events, then has whoever they are about read again. Holds nothing: a crash loses nothing, since what is not done stands in the database. Receiving interleaves with what is
/// under way, so that Stripe never waits for Stripe.
/// </summary>
[GrainType("stripe-events")]
public sealed partial class StripeEventsGrain(
    StripeEventStore events, PayerStore payers, StripePayments payments, IOptions<BillingOptions> options, TimeProvider time, ILogger<StripeEventsGrain> logger) : Grain, IStripeEventsGrain, IRemindable
{
    private const string Reminder = "stripe-events";
    private const int EventsAtOnce = 200, PayersAtOnce = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Day = TimeSpan.FromHours(24), Longest = TimeSpan.FromHours(1), AskAgain = TimeSpan.FromSeconds(5);

    private IGrainTimer? _timer;
    private bool _isWorking, _isMore, _isLeft;
    private DateTimeOffset? _compareAfter;

    public Task<EventOutcome> ReceiveAsync(StripeEvent e) => Outage.Translate(async () =>
    {
        BillingMetrics.Received(e.Type);
        if (e.IsLive != payments.IsLive) return EventOutcome.OtherMode;
        if (!StripeEventTypes.MayChangeSomething(e.Type)) return EventOutcome.Ignored;
        if (!await events.AddAsync(e.Id, e.Type, e.CustomerId, e.PayerId, e.IsLive, e.CreatedAt, time.GetUtcNow())) return EventOutcome.KnownAlready;
        WorkSoon(TimeSpan.Zero);
        return EventOutcome.Stored;
    });

    public async Task KeepWatchAsync()
    {
        if (!options.Value.Stripe.IsConfigured)
        {
            if (await this.GetReminder(Reminder) is { } old) await this.UnregisterReminder(old);
            return;
        }

        await this.RegisterOrUpdateReminder(Reminder, Minute, Minute);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!options.Value.Stripe.IsConfigured)
        {
            await KeepWatchAsync();
            return;
        }

        WorkSoon(TimeSpan.Zero);
    }

    public Task<bool> ReconcileAsync() => Outage.Translate(CompareAsync);

    // One round at a time: who comes meanwhile has it go round once more.
    private void WorkSoon(TimeSpan due)
    {
        _isMore = true;
        if (_isWorking && due == TimeSpan.Zero) return;
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(_ => WorkAsync(), new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    // Until nothing is left whose time has come. What Stripe or the database did not answer comes again, later each time.
    private async Task WorkAsync()
    {
        _isMore = true;
        if (_isWorking) return;
        _isWorking = true;
        try
        {
            _isLeft = false;
            while (_isMore)
            {
                _isMore = false;
                if (await WorkOnceAsync()) _isMore = true;
            }

            await CompareDailyAsync();
            if (_isLeft) WorkSoon(AskAgain);
        }
        catch (Exception e) when (e is StorageUnavailableException or Storage.CommitFailedException or OrleansException or TimeoutException)
        {
            Log.NotDone(logger, e.Message);
            WorkSoon(AskAgain);
        }
        finally
        {
            _isWorking = false;
        }
    }

    private async Task<bool> WorkOnceAsync()
    {
        var open = await events.ReadOpenAsync(payments.IsLive, time.GetUtcNow(), EventsAtOnce);
        foreach (var group in open.GroupBy(e => (e.CustomerId, e.PayerId)))
        {
            var ids = group.Select(e => e.Id).ToList();
            if (await FollowAsync(group.Key.CustomerId, group.Key.PayerId)) await events.DoneAsync(ids, time.GetUtcNow());
            else
            {
                await events.LaterAsync(ids, time.GetUtcNow() + Wait(group.Max(e => e.Tries)));
                _isLeft = true;
            }
        }

        // Guilds that still do not answer are tried again with the next minute.
        foreach (var payerId in await payers.FindWithNewsAsync(payments.IsLive, PayersAtOnce)) await FollowAsync(null, payerId);
        return open.Count > 0;
    }

    // False: nobody could be asked. Who is nobody's customer here is asked of Stripe: the customer says whose it is.
    private async Task<bool> FollowAsync(string? customerId, long payerId)
    {
        if (customerId is null && payerId == 0) return true;
        try
        {
            var known = customerId is null ? payerId : await payers.FindPayerAsync(customerId, payments.IsLive);
            if (known is null && customerId is not null && await payments.FindPayerAsync(customerId) is > 0 and var named)
            {
                // A customer of ours that was not stored: made by whoever died then, or older than a backup that was put back.
                if (await payers.FindAsync(named, payments.IsLive) is null) await payers.SaveCustomerAsync(named, payments.IsLive, customerId);
                known = named;
            }

            if (known is > 0) return await Payer(known.Value).RefreshAsync();
            Log.OfNobody(logger, customerId ?? "");
            return true;
        }
        catch (Exception e) when (e is PaymentsUnavailableException or StorageUnavailableException or OrleansException or TimeoutException)
        {
            // One who cannot be followed now keeps nobody else waiting.
            Log.NotDone(logger, e.Message);
            return false;
        }
    }

    private IPayerGrain Payer(long payerId) => GrainFactory.GetGrain<IPayerGrain>(payerId);

    private static TimeSpan Wait(int tries) => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, Math.Min(tries, 12)), Longest.TotalSeconds));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Stripe's events are not done yet and will be tried again: {Reason}")]
        public static partial void NotDone(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "An event of Stripe is about {CustomerId}, who is nobody's customer here")]
        public static partial void OfNobody(ILogger logger, string customerId);

        [LoggerMessage(3, LogLevel.Information, "Compared {Compared} subscriptions with Stripe: {Healed} were not the same and are now")]
        public static partial void Compared(ILogger logger, int compared, int healed);
    }
}
