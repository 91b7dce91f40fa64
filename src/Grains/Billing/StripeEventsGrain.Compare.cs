using CommunityIntel.Domain.Billing;
using CommunityIntel.Payments;

namespace CommunityIntel.Grains.Billing;

/// <summary>Once a day everything is compared with Stripe: an event that never came, and one that came while nobody could hear, are made good.</summary>
public sealed partial class StripeEventsGrain
{
    private async Task CompareDailyAsync()
    {
        var now = time.GetUtcNow();
        if (_compareAfter is null && await Guilds.Outage.Translate(() => events.ReconciledAtAsync(payments.IsLive)) is { } last) _compareAfter = last + Day;
        if (now < _compareAfter) return;
        _compareAfter = await Guilds.Outage.Translate(CompareAsync) ? now + Day : now + Longest;
    }

    private async Task<bool> CompareAsync()
    {
        try
        {
            var listed = await payments.ListAllAsync();
            var stored = await payers.ReadAllAsync(payments.IsLive, [.. listed.Select(s => s.Subscription.Id)]);
            var different = new HashSet<(string? CustomerId, long PayerId)>();
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var s in listed)
            {
                // What was over before it was known here changes nothing.
                if (!stored.TryGetValue(s.Subscription.Id, out var known) ? s.Subscription.IsLive : s.Subscription.SeenAt(now, known.Subscription) != known.Subscription) different.Add((s.CustomerId, s.PayerId));
            }

            var there = listed.Select(s => s.Subscription.Id).ToHashSet();
            foreach (var (id, (payerId, subscription)) in stored)
                if (subscription.IsLive && !there.Contains(id)) different.Add((null, payerId));
            var healed = 0;
            foreach (var (customerId, payerId) in different)
                if (await FollowAsync(customerId, payerId)) healed++;
            await events.ReconciledAsync(payments.IsLive, time.GetUtcNow(), listed.Count, healed);
            await events.ForgetDoneAsync(time.GetUtcNow() - Storage.Billing.StripeEventStore.Kept);
            Log.Compared(logger, listed.Count, healed);
            return healed == different.Count;
        }
        catch (PaymentsUnavailableException e)
        {
            Log.NotDone(logger, e.Message);
            return false;
        }
    }
}
