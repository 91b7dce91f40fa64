using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Payments;
using CommunityIntel.Storage.Billing;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Billing;

/// <summary>What the operator sees and gives; and the watch over entitlements that change by time alone. Holds nothing, so that calls interleave.</summary>
[GrainType("billing-desk")]
public sealed partial class BillingDeskGrain(RevenueReader revenue, StripeEventStore events, StripePayments payments, TimeProvider time, ILogger<BillingDeskGrain> logger)
    : Grain, IBillingDeskGrain, IRemindable
{
    private const string Reminder = "entitlements", Grant = "operator";
    private const int MostShown = 200, GuildsAtOnce = 200;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public Task<IReadOnlyList<SoldSubscription>> GetSubscriptionsAsync(DateTimeOffset? before, int most) => Outage.Translate<IReadOnlyList<SoldSubscription>>(async () =>
        [.. (await revenue.ReadSalesAsync(payments.IsLive, before, Math.Clamp(most, 1, MostShown))).Select(ToWire)]);

    public Task<RevenueReport> GetRevenueAsync() => Outage.Translate(async () =>
    {
        var now = time.GetUtcNow();
        var (trialing, pastDue, canceling) = await revenue.CountAsync(payments.IsLive);
        var byPlan = await revenue.ReadRevenueAsync(payments.IsLive, now.AddDays(-PlanTable.GraceDays));
        var months = await revenue.ReadMonthsAsync(payments.IsLive, DateOnly.FromDateTime(now.UtcDateTime));
        return new RevenueReport(
            [.. byPlan.Select(r => new PlanRevenue(r.Plan, r.Currency, r.Subscriptions, r.Slots, r.MonthlyAmountMinor))], trialing, pastDue, canceling,
            [.. months.Select(m => new RevenueMonth(m.FirstDay, m.AtStart, m.Started, m.Ended, m.EndedOfStart))],
            [.. (await revenue.CountEntitledAsync()).Select(g => new EntitledGuilds(g.Plan, g.Source, g.Guilds))],
            await revenue.CountOpenEventsAsync(payments.IsLive), await events.ReconciledAtAsync(payments.IsLive));
    });

    public Task<bool> GrantAsync(long guildId, Plan plan, DateTimeOffset? until, Actor actor) => Outage.Translate(async () =>
    {
        if (plan == Plan.Free || !Enum.IsDefined(plan)) throw new ArgumentOutOfRangeException(nameof(plan), plan, "Pro, Business or Enterprise is given");
        if (!await revenue.WasSeenAsync(guildId)) return false;
        var now = time.GetUtcNow();
        await PutAsync(guildId, [new GuildClaim(ClaimSource.Operator, $"grant@{now.ToUnixTimeMilliseconds()}", plan, ClaimState.Active, now, until, null, 0, 0, Grant)], actor);
        return true;
    });

    public async Task<bool> EndGrantAsync(long guildId, Actor actor)
    {
        var billing = await GrainFactory.GetGrain<IGuildBillingGrain>(guildId).GetBillingAsync();
        if (!billing.Claims.Any(c => c.Source == ClaimSource.Operator && c.State != ClaimState.Ended && !(c.EndsAt <= time.GetUtcNow()))) return false;
        await PutAsync(guildId, [], actor);
        return true;
    }

    public Task<IReadOnlyList<long>> GetDiscordGuildsAsync() => Outage.Translate(revenue.FindDiscordGuildsAsync);

    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Reminder, Minute, Minute);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        foreach (var guildId in await Outage.Translate(() => revenue.FindDueAsync(time.GetUtcNow(), GuildsAtOnce))) await TryAsync(() => GrainFactory.GetGrain<IGuildBillingGrain>(guildId).ReviewAsync());
        await TryAsync(() => GrainFactory.GetGrain<IUntoldGiftsGrain>(0).TellAsync());
    }

    // One guild that does not answer keeps no other waiting.
    private async Task TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception e) when (e is StorageUnavailableException or BatchRefusedException or OrleansException or TimeoutException)
        {
            Log.NotReviewed(logger, e.Message);
        }
    }

    private Task<GuildPlan> PutAsync(long guildId, IReadOnlyList<GuildClaim> claims, Actor actor) => GrainFactory.GetGrain<IGuildBillingGrain>(guildId)
        .PutClaimsAsync(new ClaimsOfHolder(ClaimSource.Operator, Grant, time.GetUtcNow().ToUnixTimeMilliseconds(), claims, actor));

    private static SoldSubscription ToWire(StoredSale sale)
    {
        var s = sale.Subscription;
        return new SoldSubscription(
            s.Id, sale.PayerId, s.Status, s.Plan, s.Interval, s.Quantity, s.AmountMinor, s.Currency, BillingWire.At(s.StartedAtMs), BillingWire.At(s.PeriodEndsAtMs), BillingWire.At(s.CancelsAtMs),
            BillingWire.At(s.EndedAtMs), [.. sale.Guilds.Select(g => new SoldTo(g.GuildId, g.Name))]);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Guilds whose plan changes by time are not told yet; they are within a minute: {Reason}")]
        public static partial void NotReviewed(ILogger logger, string reason);
    }
}
