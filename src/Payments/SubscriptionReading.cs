using System.Globalization;
using CommunityIntel.Domain.Billing;
using StripeSubscription = Stripe.Subscription;
using Subscription = CommunityIntel.Domain.Billing.Subscription;

namespace CommunityIntel.Payments;

/// <summary>Stripe's subscriptions in our words. What an object is for stands in its metadata, which nobody but us writes.</summary>
internal static class SubscriptionReading
{
    public const string GuildKey = "guild_id", PayerKey = "payer_id", PlanKey = "plan";

    /// <param name="unpaidSince">When the oldest invoice that is open was made.</param>
    public static Subscription Of(StripeSubscription s, DateTime? unpaidSince)
    {
        var item = s.Items.Data.Count > 0 ? s.Items.Data[0] : null;
        var price = item?.Price;
        var status = StatusOf(s.Status);
        var periodEnd = item?.CurrentPeriodEnd ?? s.StartDate;
        return new Subscription(
            s.Id, status, PlanOf(price?.Metadata, s.Items.Data.Count), price?.Recurring?.Interval == "year" ? BillingInterval.Year : BillingInterval.Month,
            (int)Math.Min(item?.Quantity ?? 0, int.MaxValue), price?.UnitAmount ?? 0, price?.Currency ?? s.Currency ?? PlanTable.Currency,
            Ms(s.StartDate), Ms(periodEnd), MsOrNull(s.TrialEnd), MsOrNull(s.CancelAt) ?? (s.CancelAtPeriodEnd ? Ms(periodEnd) : null), MsOrNull(s.EndedAt),
            status is SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid ? MsOrNull(unpaidSince) ?? MsOrNull(s.LatestInvoice?.Created) : null, IdIn(s.Metadata, GuildKey));
    }

    public static long IdIn(Dictionary<string, string>? metadata, string key) =>
        metadata?.TryGetValue(key, out var text) == true && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    // A subscription to several things is none of ours.
    private static Plan? PlanOf(Dictionary<string, string>? metadata, int items) =>
        items == 1 && metadata?.TryGetValue(PlanKey, out var word) == true && Enum.TryParse<Plan>(word, ignoreCase: true, out var plan) && plan != Plan.Free && Enum.IsDefined(plan) ? plan : null;

    // A status that is not known yet grants nothing and takes nothing away: it is asked for again.
    private static SubscriptionStatus StatusOf(string status) => status switch
    {
        "incomplete" => SubscriptionStatus.Incomplete,
        "incomplete_expired" => SubscriptionStatus.IncompleteExpired,
        "trialing" => SubscriptionStatus.Trialing,
        "active" => SubscriptionStatus.Active,
        "past_due" => SubscriptionStatus.PastDue,
        "canceled" => SubscriptionStatus.Canceled,
        "unpaid" => SubscriptionStatus.Unpaid,
        "paused" => SubscriptionStatus.Paused,
        _ => throw new PaymentsUnavailableException($"Stripe says that a subscription is {status}, which is not known here"),
    };

    private static long Ms(DateTime at) => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeMilliseconds();

    private static long? MsOrNull(DateTime? at) => at is { } time ? Ms(time) : null;
}
