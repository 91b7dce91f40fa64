using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>
/// A person who pays at Stripe; the key is their Discord user id, and only they may ask. Their subscriptions are as Stripe last said; every change re-reads them from there, so that the order
/// of webhooks does not matter. While Stripe does not answer, what was last known holds. An outage of the database is <see cref="StorageUnavailableException"/>.
/// </summary>
[Alias("IPayerGrain")]
public interface IPayerGrain : IGrainWithIntegerKey
{
    /// <summary>Slots of one subscription.</summary>
    const int MostSlots = 100;

    /// <summary>What is stored; asks nobody.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<PayerAccount> GetAsync();

    /// <summary>Begins to buy a plan for a guild: the address of Stripe's page.</summary>
    [Alias("StartCheckout")]
    [ResponseTimeout("00:00:40")]
    Task<CheckoutAnswer> StartCheckoutAsync(CheckoutWish wish);

    /// <summary>The payer is back from Stripe's page: what they bought counts now, whether or not a webhook came. A session of somebody else's changes nothing.</summary>
    [Alias("FinishCheckout")]
    [ResponseTimeout("00:00:40")]
    Task<PayerAccount> FinishCheckoutAsync(string checkoutSessionId);

    /// <summary>A page of Stripe's where the payer changes plan or card, cancels, or sees invoices.</summary>
    [Alias("OpenPortal")]
    [ResponseTimeout("00:00:40")]
    Task<PortalAnswer> OpenPortalAsync(PortalWish wish);

    /// <summary>
    /// One more slot in a subscription, so that there are <paramref name="slots"/>, at most <see cref="MostSlots"/>; paid at once for the rest of the period. Where there are as many already nothing is bought, so
    /// that asking again after no answer is harmless.
    /// </summary>
    [Alias("AddSlot")]
    [ResponseTimeout("00:00:40")]
    Task<SlotAnswer> AddSlotAsync(string subscriptionId, int slots, string requestKey);

    /// <summary>Puts a slot to use for a guild, or (<paramref name="guildId"/> 0) takes it from its guild.</summary>
    [Alias("MoveSlot")]
    [ResponseTimeout("00:00:40")]
    Task<SlotAnswer> MoveSlotAsync(string subscriptionId, int slotNo, long guildId, Actor actor);

    /// <summary>Invoices and the next one, as Stripe has them now; null = it does not answer.</summary>
    [Alias("GetInvoices"), AlwaysInterleave]
    [ResponseTimeout("00:00:40")]
    Task<InvoiceList?> GetInvoicesAsync();

    /// <summary>Something may have changed at Stripe. False: it does not answer; to be asked again.</summary>
    [Alias("Refresh")]
    [ResponseTimeout("00:01:00")]
    Task<bool> RefreshAsync();
}

/// <summary>What a person pays for. <c>IsSold</c> false: this deployment sells nothing. <c>AsOf</c>: when Stripe last said so; null = they never paid.</summary>
[GenerateSerializer, Immutable, Alias("PayerAccount")]
public sealed record PayerAccount(
    [property: Id(0)] bool IsSold,
    [property: Id(1)] IReadOnlyList<PayerSubscription> Subscriptions,
    [property: Id(2)] DateTimeOffset? AsOf);

/// <summary>As <see cref="Subscription"/>, with its slots. <c>AmountMinor</c>: for one slot and interval, in the currency's smallest unit.</summary>
[GenerateSerializer, Immutable, Alias("PayerSubscription")]
public sealed record PayerSubscription(
    [property: Id(0)] string Id,
    [property: Id(1)] SubscriptionStatus Status,
    [property: Id(2)] Plan? Plan,
    [property: Id(3)] BillingInterval Interval,
    [property: Id(4)] long AmountMinor,
    [property: Id(5)] string Currency,
    [property: Id(6)] DateTimeOffset PeriodEndsAt,
    [property: Id(7)] DateTimeOffset? TrialEndsAt,
    [property: Id(8)] DateTimeOffset? CancelsAt,
    [property: Id(9)] DateTimeOffset? GraceUntil,
    [property: Id(10)] IReadOnlyList<PayerSlot> Slots);

/// <summary><c>GuildId</c> 0 = free. <c>GuildName</c> null = never seen. <c>LockedUntil</c> null = it can be moved.</summary>
[GenerateSerializer, Immutable, Alias("PayerSlot")]
public sealed record PayerSlot(
    [property: Id(0)] int No,
    [property: Id(1)] long GuildId,
    [property: Id(2)] string? GuildName,
    [property: Id(3)] DateTimeOffset? LockedUntil);

/// <summary><c>ReturnTo</c>: where Stripe sends the browser back to, an absolute address without query. <c>Language</c>: en or fr. <c>RequestKey</c>: the same twice is one session.</summary>
[GenerateSerializer, Immutable, Alias("CheckoutWish")]
public sealed record CheckoutWish(
    [property: Id(0)] long GuildId,
    [property: Id(1)] Plan Plan,
    [property: Id(2)] BillingInterval Interval,
    [property: Id(3)] Uri ReturnTo,
    [property: Id(4)] string Language,
    [property: Id(5)] string RequestKey,
    [property: Id(6)] string PayerName);

[GenerateSerializer, Immutable, Alias("CheckoutAnswer")]
public sealed record CheckoutAnswer([property: Id(0)] CheckoutOutcome Outcome, [property: Id(1)] Uri? Page = null);

[GenerateSerializer, Alias("CheckoutOutcome")]
public enum CheckoutOutcome
{
    Ready = 0,

    /// <summary>The guild has that plan or a higher one by a subscription already.</summary>
    PaidAlready = 1,

    /// <summary>Nobody can buy it like that.</summary>
    NotSold = 2,

    /// <summary>Stripe does not answer; nothing was bought.</summary>
    Unavailable = 3,
    UnknownGuild = 4,

    /// <summary>The payer has a free slot of that plan or a higher one: it can be used instead.</summary>
    HasFreeSlot = 5,
}

/// <summary><c>SubscriptionId</c>: for change and cancel. <c>ReturnTo</c>: an absolute address.</summary>
[GenerateSerializer, Immutable, Alias("PortalWish")]
public sealed record PortalWish(
    [property: Id(0)] PortalPage Page,
    [property: Id(1)] string? SubscriptionId,
    [property: Id(2)] Uri ReturnTo,
    [property: Id(3)] string Language);

[GenerateSerializer, Alias("PortalPage")]
public enum PortalPage
{
    Home = 0,
    ChangePlan = 1,
    Cancel = 2,
    PaymentMethod = 3,
}

[GenerateSerializer, Immutable, Alias("PortalAnswer")]
public sealed record PortalAnswer([property: Id(0)] PortalOutcome Outcome, [property: Id(1)] Uri? Page = null);

[GenerateSerializer, Alias("PortalOutcome")]
public enum PortalOutcome
{
    Ready = 0,

    /// <summary>They never paid, or the subscription is not theirs.</summary>
    NothingThere = 1,
    Unavailable = 2,
}

/// <summary><c>Until</c>: of <see cref="SlotOutcome.Locked"/>.</summary>
[GenerateSerializer, Immutable, Alias("SlotAnswer")]
public sealed record SlotAnswer([property: Id(0)] SlotOutcome Outcome, [property: Id(1)] DateTimeOffset? Until = null);

[GenerateSerializer, Alias("SlotOutcome")]
public enum SlotOutcome
{
    Done = 0,

    /// <summary>There is no such slot of theirs, or its subscription is over.</summary>
    NothingThere = 1,

    /// <summary>It was moved within the last 30 days.</summary>
    Locked = 2,

    /// <summary>The guild has that plan or a higher one by another slot.</summary>
    PaidAlready = 3,
    UnknownGuild = 4,

    /// <summary>The card was refused; nothing was added.</summary>
    Declined = 5,
    Unavailable = 6,

    /// <summary>While it is tried for free there is one slot.</summary>
    InTrial = 7,

    /// <summary>More than <see cref="IPayerGrain.MostSlots"/>, or not one more than there are.</summary>
    NotSold = 8,

    /// <summary>Stripe did not answer: whether it was bought shows when it does.</summary>
    Unknown = 9,
}

/// <summary>Newest first. <c>Next</c>: what comes next, all subscriptions together by date; empty = nothing.</summary>
[GenerateSerializer, Immutable, Alias("InvoiceList")]
public sealed record InvoiceList([property: Id(0)] IReadOnlyList<PayerInvoice> Invoices, [property: Id(1)] IReadOnlyList<PayerInvoice> Next);

/// <summary><c>Number</c> null of one to come. <c>Status</c>: Stripe's word (draft, open, paid, uncollectible, void). <c>Page</c>, <c>File</c>: at Stripe.</summary>
[GenerateSerializer, Immutable, Alias("PayerInvoice")]
public sealed record PayerInvoice(
    [property: Id(0)] string? Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Status,
    [property: Id(3)] long AmountMinor,
    [property: Id(4)] string Currency,
    [property: Id(5)] Uri? Page,
    [property: Id(6)] Uri? File,
    [property: Id(7)] string? SubscriptionId);
