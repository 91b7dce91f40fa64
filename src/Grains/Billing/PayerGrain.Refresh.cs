using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Payments;
using CommunityIntel.Storage.Billing;

namespace CommunityIntel.Grains.Billing;

/// <summary>Reads a payer again from Stripe, stores it, and tells the guilds.</summary>
public sealed partial class PayerGrain
{
    private async Task<bool> RefreshAsync(bool mustAnswer)
    {
        if (await FindAsync() is not { } payer) return true;
        try
        {
            var found = await ReadFromStripeAsync(payer);
            var slots = new List<Slot>();
            foreach (var subscription in found)
            {
                var had = payer.Slots.Where(s => s.SubscriptionId == subscription.Id).ToList();
                slots.AddRange(Slots.Follow(subscription, had, NowMs, had.Count == 0 && (IsPaidBy(slots, found, subscription) || await IsPaidElsewhereAsync(subscription))));
            }

            await KeepAsync(payer, found, slots, Stripe);
            return true;
        }
        catch (PaymentsUnavailableException e) when (!mustAnswer)
        {
            Log.NoAnswer(logger, PayerId, e.Message);
            // What is known can be told all the same.
            await TellAsync(payer.Revision, payer.News, payer.Subscriptions, payer.Slots, Stripe);
            return false;
        }
    }

    // What Stripe does not have any more, customer and all, is over.
    private async Task<IReadOnlyList<Subscription>> ReadFromStripeAsync(StoredPayer payer)
    {
        var before = payer.Subscriptions.ToDictionary(s => s.Id);
        var read = await payments.ListSubscriptionsAsync(payer.CustomerId) ?? [];
        var found = read.Select(s => s.SeenAt(NowMs, before.GetValueOrDefault(s.Id))).ToDictionary(s => s.Id);
        foreach (var missing in payer.Subscriptions.Where(s => !found.ContainsKey(s.Id)))
        {
            // Of an earlier customer, or deleted with this one.
            found[missing.Id] = !missing.IsLive ? missing
                : (await payments.FindSubscriptionAsync(missing.Id))?.SeenAt(NowMs, missing) ?? missing with { Status = SubscriptionStatus.Canceled, EndedAtMs = NowMs, UnpaidSinceMs = null };
        }

        return [.. found.Values.OrderBy(s => s.StartedAtMs).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }

    // Who buys twice for one guild has a slot to spare, and so have two who buy at once.
    private bool IsPaidBy(List<Slot> slots, IReadOnlyList<Subscription> subscriptions, Subscription another) =>
        slots.Exists(s => s.GuildId == another.GuildId && s.GuildId != 0 && subscriptions.Any(sub => sub.Id == s.SubscriptionId && sub.HoldsAt(NowMs) && sub.Plan >= another.Plan));

    private async Task<bool> IsPaidElsewhereAsync(Subscription subscription) =>
        subscription is { GuildId: not 0, IsLive: true, Plan: { } plan } && IsPaid(await GrainFactory.GetGrain<IGuildBillingGrain>(subscription.GuildId).GetBillingAsync(), plan);

    // Guilds are told of what changed for them, and once more of everything when nothing did: one that was deleted and came back has it then.
    private async Task KeepAsync(StoredPayer payer, IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Slot> slots, Actor by)
    {
        var news = slots.Concat(payer.Slots).Select(s => s.GuildId).Where(id => id != 0).Concat(payer.News).Distinct().ToList();
        if (await store.SaveAsync(PayerId, payments.IsLive, payer.Revision, time.GetUtcNow(), subscriptions, slots, news) is not { } revision)
            throw new StorageUnavailableException("the payer was changed meanwhile");
        await TellAsync(revision, news, subscriptions, slots, by);
    }

    private async Task TellAsync(long revision, IReadOnlyList<long> guilds, IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Slot> slots, Actor by)
    {
        var byId = subscriptions.ToDictionary(s => s.Id);
        foreach (var guildId in guilds)
        {
            var claims = slots.Where(s => s.GuildId == guildId).Select(s => Slots.ClaimOf(s, byId[s.SubscriptionId], PayerId)).OfType<Claim>().Select(BillingWire.ToWire).ToList();
            try
            {
                await GrainFactory.GetGrain<IGuildBillingGrain>(guildId).PutClaimsAsync(new ClaimsOfHolder(ClaimSource.Stripe, Slots.HolderOf(PayerId), revision, claims, by));
                await store.ToldAsync(PayerId, payments.IsLive, guildId, revision);
            }
            catch (Exception e) when (e is StorageUnavailableException or BatchRefusedException or OrleansException or TimeoutException)
            {
                Log.NotTold(logger, guildId, PayerId, e.Message);
            }
        }
    }

    private async Task<PayerAccount> AccountOfAsync(StoredPayer? payer)
    {
        if (payer is null) return new PayerAccount(options.Value.Stripe.IsConfigured, [], null);
        var names = await store.NamesAsync([.. payer.Slots.Select(s => s.GuildId).Where(id => id != 0)]);
        return new PayerAccount(
            options.Value.Stripe.IsConfigured,
            [.. payer.Subscriptions.OrderByDescending(s => s.IsLive).ThenByDescending(s => s.StartedAtMs).Select(s => ToWire(s, payer.Slots.Where(l => l.SubscriptionId == s.Id), names))], payer.AsOf);
    }

    private PayerSubscription ToWire(Subscription s, IEnumerable<Slot> slots, IReadOnlyDictionary<long, string> names) => new(
        s.Id, s.Status, s.Plan, s.Interval, s.AmountMinor, s.Currency, BillingWire.At(s.PeriodEndsAtMs), BillingWire.At(s.TrialEndsAtMs), BillingWire.At(s.CancelsAtMs),
        s.UnpaidSinceMs is { } since ? BillingWire.At(since).AddDays(PlanTable.GraceDays) : null,
        [.. slots.OrderBy(l => l.No).Select(l => new PayerSlot(l.No, l.GuildId, names.GetValueOrDefault(l.GuildId), BillingWire.At(l.LockedUntilMs(NowMs))))]);
}
