using CommunityIntel.Domain.Billing;

namespace CommunityIntel.Payments;

/// <summary>Begins a purchase. <c>Key</c>: the same twice is one session. <c>TrialDays</c> 0 = none. <c>ReturnTo</c>: an absolute address without query.</summary>
public sealed record NewCheckout(string CustomerId, long PayerId, long GuildId, string LookupKey, int TrialDays, Uri ReturnTo, string Language, string Key);

/// <summary>A checkout session as it is now. <c>IsComplete</c>: it was paid, or its trial began.</summary>
public sealed record CheckoutState(string? CustomerId, long PayerId, bool IsComplete);

/// <summary>A subscription with whose it is. <c>PayerId</c> 0 = its metadata names nobody.</summary>
public sealed record OwnedSubscription(string CustomerId, long PayerId, Subscription Subscription);

/// <summary><c>Number</c> null: it is to come. Amounts in the currency's smallest unit.</summary>
public sealed record Invoice(string? Number, DateTimeOffset At, string Status, long AmountMinor, string Currency, Uri? Page, Uri? File, string? SubscriptionId);

/// <summary>A page of Stripe's portal.</summary>
public enum PortalFlow
{
    Home = 0,
    ChangePlan = 1,
    Cancel = 2,
    PaymentMethod = 3,
}
