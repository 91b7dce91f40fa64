using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Payments;
using CommunityIntel.Storage.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Billing;

/// <summary>
/// One payer's subscriptions and slots. Holds nothing: what is stored is read for every call, and what is new at Stripe is stored with the guilds that are to be told before they are told. So a
/// crash loses nothing that was answered; who dies between storing and telling is followed by <see cref="StripeEventsGrain"/>, which tells the rest.
/// </summary>
[GrainType("payer")]
public sealed partial class PayerGrain(PayerStore store, StripePayments payments, IOptions<BillingOptions> options, TimeProvider time, ILogger<PayerGrain> logger) : Grain, IPayerGrain
{
    private const int InvoicesShown = 24;

    private static readonly Actor Stripe = new(0, "Stripe", ActorSource.System);

    private long PayerId => this.GetPrimaryKeyLong();

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<PayerAccount> GetAsync() => Outage.Translate(async () => await AccountOfAsync(await FindAsync()));

    public Task<CheckoutAnswer> StartCheckoutAsync(CheckoutWish wish) => Outage.Translate(async () =>
    {
        if (!options.Value.Stripe.IsConfigured || PlanTable.Find(wish.Plan, wish.Interval) is not { } price) return new CheckoutAnswer(CheckoutOutcome.NotSold);
        if (await GuildFor(wish.GuildId).GetProfileAsync() is null) return new CheckoutAnswer(CheckoutOutcome.UnknownGuild);
        try
        {
            // What was bought a moment ago may not have been told yet.
            await RefreshAsync(mustAnswer: true);
            var (payer, guild) = (await FindAsync(), await GrainFactory.GetGrain<IGuildBillingGrain>(wish.GuildId).GetBillingAsync());
            if (IsPaid(guild, wish.Plan)) return new CheckoutAnswer(CheckoutOutcome.PaidAlready);
            if (payer is not null && payer.Slots.Any(s => s.GuildId == 0 && payer.Subscriptions.Any(sub => sub.Id == s.SubscriptionId && sub.HoldsAt(NowMs) && sub.Plan >= wish.Plan)))
                return new CheckoutAnswer(CheckoutOutcome.HasFreeSlot);
            // A customer may have been deleted at Stripe.
            var customer = payer is not null && await payments.FindPayerAsync(payer.CustomerId) is not null ? payer.CustomerId : await BecomeCustomerAsync(wish);
            // One trial for a guild, and one for a payer.
            var trial = guild.Plan.MayTry && wish.Plan == Plan.Pro && payer?.Subscriptions.Any(s => s.TrialEndsAtMs is not null) != true ? PlanTable.TrialDays : 0;
            var page = await payments.StartCheckoutAsync(new NewCheckout(customer, PayerId, wish.GuildId, price.LookupKey, trial, wish.ReturnTo, wish.Language, wish.RequestKey));
            return new CheckoutAnswer(CheckoutOutcome.Ready, page);
        }
        catch (Exception e) when (e is PaymentsUnavailableException or PaymentDeclinedException)
        {
            Log.NoAnswer(logger, PayerId, e.Message);
            return new CheckoutAnswer(CheckoutOutcome.Unavailable);
        }
    });

    public Task<PayerAccount> FinishCheckoutAsync(string checkoutSessionId) => Outage.Translate(async () =>
    {
        try
        {
            if (await payments.FindCheckoutAsync(checkoutSessionId) is { } session && session.PayerId == PayerId) await RefreshAsync(mustAnswer: true);
        }
        catch (PaymentsUnavailableException e)
        {
            // The webhook, or the next day's comparison, brings what was bought.
            Log.NoAnswer(logger, PayerId, e.Message);
        }

        return await AccountOfAsync(await FindAsync());
    });

    public Task<PortalAnswer> OpenPortalAsync(PortalWish wish) => Outage.Translate(async () =>
    {
        if (await FindAsync() is not { } payer) return new PortalAnswer(PortalOutcome.NothingThere);
        var isOfOne = wish.Page is PortalPage.ChangePlan or PortalPage.Cancel;
        if (isOfOne && !payer.Subscriptions.Any(s => s.Id == wish.SubscriptionId && s.IsLive)) return new PortalAnswer(PortalOutcome.NothingThere);
        try
        {
            return new PortalAnswer(PortalOutcome.Ready, await payments.OpenPortalAsync(payer.CustomerId, (PortalFlow)(int)wish.Page, isOfOne ? wish.SubscriptionId : null, wish.ReturnTo, wish.Language));
        }
        catch (PaymentsUnavailableException e)
        {
            Log.NoAnswer(logger, PayerId, e.Message);
            return new PortalAnswer(PortalOutcome.Unavailable);
        }
    });

    public Task<SlotAnswer> AddSlotAsync(string subscriptionId, int slots, string requestKey) => Outage.Translate(async () =>
    {
        var wasAsked = false;
        try
        {
            await RefreshAsync(mustAnswer: true);
            if (await FindAsync() is not { } payer || payer.Subscriptions.FirstOrDefault(s => s.Id == subscriptionId && s is { IsLive: true, Plan: not null }) is not { } subscription)
                return new SlotAnswer(SlotOutcome.NothingThere);
            if (subscription.Quantity >= slots) return new SlotAnswer(SlotOutcome.Done);
            if (subscription.Status == Domain.Billing.SubscriptionStatus.Trialing) return new SlotAnswer(SlotOutcome.InTrial);
            if (slots != subscription.Quantity + 1 || slots > IPayerGrain.MostSlots) return new SlotAnswer(SlotOutcome.NotSold);
            wasAsked = true;
            await payments.ChangeQuantityAsync(subscriptionId, slots, requestKey);
            await RefreshAsync(mustAnswer: true);
            return new SlotAnswer(SlotOutcome.Done);
        }
        catch (PaymentDeclinedException)
        {
            return new SlotAnswer(SlotOutcome.Declined);
        }
        catch (PaymentsUnavailableException e)
        {
            Log.NoAnswer(logger, PayerId, e.Message);
            return new SlotAnswer(wasAsked ? SlotOutcome.Unknown : SlotOutcome.Unavailable);
        }
    });

    public Task<SlotAnswer> MoveSlotAsync(string subscriptionId, int slotNo, long guildId, Actor actor) => Outage.Translate(async () =>
    {
        if (await FindAsync() is not { } payer) return new SlotAnswer(SlotOutcome.NothingThere);
        if (payer.Slots.FirstOrDefault(s => s.SubscriptionId == subscriptionId && s.No == slotNo) is not { } slot || payer.Subscriptions.FirstOrDefault(s => s.Id == subscriptionId) is not { IsLive: true } subscription)
            return new SlotAnswer(SlotOutcome.NothingThere);
        if (slot.GuildId == guildId) return new SlotAnswer(SlotOutcome.Done);
        if (slot.LockedUntilMs(NowMs) is { } until && await GuildFor(slot.GuildId).GetProfileAsync() is { BotPresent: true }) return new SlotAnswer(SlotOutcome.Locked, BillingWire.At(until));
        if (guildId != 0)
        {
            if (await GuildFor(guildId).GetProfileAsync() is null) return new SlotAnswer(SlotOutcome.UnknownGuild);
            if (IsPaid(await GrainFactory.GetGrain<IGuildBillingGrain>(guildId).GetBillingAsync(), subscription.Plan ?? Plan.Free)) return new SlotAnswer(SlotOutcome.PaidAlready);
        }

        var moved = slot.MoveTo(guildId, NowMs);
        await KeepAsync(payer, payer.Subscriptions, [.. payer.Slots.Select(s => s == slot ? moved : s)], actor);
        return new SlotAnswer(SlotOutcome.Done);
    });

    public Task<InvoiceList?> GetInvoicesAsync() => Outage.Translate<InvoiceList?>(async () =>
    {
        if (await FindAsync() is not { } payer) return new InvoiceList([], []);
        try
        {
            var invoices = await payments.ListInvoicesAsync(payer.CustomerId, InvoicesShown);
            var next = new List<Invoice>();
            foreach (var subscription in payer.Subscriptions.Where(s => s is { IsLive: true, CancelsAtMs: null }))
                if (await payments.PreviewInvoiceAsync(payer.CustomerId, subscription.Id) is { } preview) next.Add(preview);
            return new InvoiceList([.. invoices.Select(ToWire)], [.. next.OrderBy(i => i.At).Select(ToWire)]);
        }
        catch (PaymentsUnavailableException e)
        {
            Log.NoAnswer(logger, PayerId, e.Message);
            return null;
        }
    });

    public Task<bool> RefreshAsync() => Outage.Translate(() => RefreshAsync(mustAnswer: false));

    private Task<StoredPayer?> FindAsync() => store.FindAsync(PayerId, payments.IsLive);

    private IGuildGrain GuildFor(long guildId) => GrainFactory.GetGrain<IGuildGrain>(guildId);

    // Of other payers too: the guild says what it has by subscriptions that hold.
    private bool IsPaid(GuildBilling guild, Plan plan) => guild.Claims.Any(c => c.Source == ClaimSource.Stripe && c.Plan >= plan && BillingWire.ToDomain(c).HoldsAt(NowMs));

    private async Task<string> BecomeCustomerAsync(CheckoutWish wish)
    {
        var customer = await payments.CreateCustomerAsync(PayerId, wish.PayerName, wish.Language, wish.RequestKey);
        await store.SaveCustomerAsync(PayerId, payments.IsLive, customer);
        return customer;
    }

    private static PayerInvoice ToWire(Invoice i) => new(i.Number, i.At, i.Status, i.AmountMinor, i.Currency, i.Page, i.File, i.SubscriptionId);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Stripe did not answer for payer {PayerId}; what was known holds: {Reason}")]
        public static partial void NoAnswer(ILogger logger, long payerId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Guild {GuildId} is not told yet what payer {PayerId} pays for it: {Reason}")]
        public static partial void NotTold(ILogger logger, long guildId, long payerId, string reason);
    }
}
