using System.Collections.Concurrent;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>
/// What people pay for. The buyer has subscriptions of every kind; the owner is in a deployment that sells nothing; the stranger's account is out of reach; others pay for nothing. What is
/// asked is kept, with who was asked for. A checkout, a portal or a slot is answered as the test says.
/// </summary>
public sealed class ScriptedPayer : Grain, IPayerGrain
{
    public const long Buyer = 8, OutOfReach = 4;
    public const string Subscription = "sub_1", Session = "cs_of_the_buyer";

    public static readonly Uri CheckoutPage = new("https://checkout.stripe.com/c/pay/scripted"), PortalPage = new("https://billing.stripe.com/p/session/scripted");

    private static readonly DateTimeOffset Then = new(2026, 12, 22, 20, 5, 0, TimeSpan.Zero);

    /// <summary>What to answer, by the person who is asked for; nothing here = it works.</summary>
    public static ConcurrentDictionary<long, CheckoutOutcome> Checkouts { get; } = new();
    public static ConcurrentDictionary<long, PortalOutcome> Portals { get; } = new();
    public static ConcurrentDictionary<long, SlotOutcome> Slots { get; } = new();

    /// <summary>Everything that was asked to change, in words, with the id of the payer that was asked.</summary>
    public static ConcurrentQueue<(long PayerId, string What)> Asked { get; } = new();

    public static ConcurrentQueue<CheckoutWish> Wishes { get; } = new();

    public Task<PayerAccount> GetAsync() => this.GetPrimaryKeyLong() switch
    {
        OutOfReach => throw new StorageUnavailableException("scripted"),
        1 or 2 or 3 => Task.FromResult(new PayerAccount(false, [], null)),
        Buyer => Task.FromResult(new PayerAccount(true, Subscriptions, ScriptedGuild.Now)),
        _ => Task.FromResult(new PayerAccount(true, [], null)),
    };

    public Task<CheckoutAnswer> StartCheckoutAsync(CheckoutWish wish)
    {
        Note($"checkout {wish.Plan} {wish.Interval} {wish.GuildId} by {wish.PayerName}");
        Wishes.Enqueue(wish);
        return Task.FromResult(Checkouts.TryGetValue(this.GetPrimaryKeyLong(), out var outcome) ? new CheckoutAnswer(outcome) : new CheckoutAnswer(CheckoutOutcome.Ready, CheckoutPage));
    }

    public Task<PayerAccount> FinishCheckoutAsync(string checkoutSessionId)
    {
        Note($"finish {checkoutSessionId}");
        return GetAsync();
    }

    public Task<PortalAnswer> OpenPortalAsync(PortalWish wish)
    {
        Note($"portal {wish.Page} {wish.SubscriptionId} back to {wish.ReturnTo.AbsolutePath}");
        return Task.FromResult(Portals.TryGetValue(this.GetPrimaryKeyLong(), out var outcome) ? new PortalAnswer(outcome) : new PortalAnswer(PortalOutcome.Ready, PortalPage));
    }

    public Task<SlotAnswer> AddSlotAsync(string subscriptionId, int slots, string requestKey)
    {
        Note($"add to {subscriptionId}");
        return Task.FromResult(new SlotAnswer(Slots.GetValueOrDefault(this.GetPrimaryKeyLong())));
    }

    public Task<SlotAnswer> MoveSlotAsync(string subscriptionId, int slotNo, long guildId, Actor actor)
    {
        Note($"move {subscriptionId} {slotNo} to {guildId} by {actor.UserId}");
        return Task.FromResult(new SlotAnswer(Slots.GetValueOrDefault(this.GetPrimaryKeyLong())));
    }

    public Task<InvoiceList?> GetInvoicesAsync() => Task.FromResult(new InvoiceList(
        [
            new("CI-0002", Then.AddMonths(-1), "paid", 25_00, "eur", new("https://invoice.stripe.com/i/2"), new("https://pay.stripe.com/invoice/2/pdf"), Subscription),
            new("CI-0001", Then.AddMonths(-2), "open", 1_234_56, "usd", new("https://invoice.stripe.com/i/1"), null, Subscription),
        ],
        [new(null, Then, "draft", 50_00, "eur", null, null, Subscription)]))!;

    public Task<bool> RefreshAsync() => Task.FromResult(true);

    private static IReadOnlyList<PayerSubscription> Subscriptions =>
    [
        new(Subscription, SubscriptionStatus.Active, Plan.Pro, BillingInterval.Month, 25_00, "eur", Then, null, null, null,
            [new(1, ScriptedPlans.Pro, "<Pro>", null), new(2, ScriptedPlans.Lost, null, Then), new(3, 0, null, null)]),
        new("sub_2", SubscriptionStatus.PastDue, Plan.Business, BillingInterval.Year, 790_00, "eur", Then, null, null, Then, [new(1, ScriptedPlans.Unpaid, "Unpaid", null)]),
        new("sub_3", SubscriptionStatus.Trialing, Plan.Pro, BillingInterval.Month, 25_00, "eur", Then, Then, null, null, [new(1, ScriptedPlans.Trial, "Trial", null)]),
        new("sub_4", SubscriptionStatus.Canceled, null, BillingInterval.Month, 10_00, "usd", Then, null, Then, null, []),
    ];

    private void Note(string what) => Asked.Enqueue((this.GetPrimaryKeyLong(), what));
}
