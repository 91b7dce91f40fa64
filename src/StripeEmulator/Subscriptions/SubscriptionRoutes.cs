using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

internal sealed class SubscriptionRoutes(Account account, StripeClock clock, EventLog events, SubscriptionDesk desk, ChangeReader changes, Cancellation cancellation, Redemption redemption)
{
    private const string Ignored = "automatic_tax[**] payment_settings[**] off_session collection_method billing_mode[**] default_tax_rates[*] invoice_settings[**] ";

    private const string Cancelling = "cancellation_details[comment] cancellation_details[feedback] ";

    private const string Discounts = "discounts discounts[*][coupon] discounts[*][promotion_code] discounts[*][discount] ";

    public void Map(ApiRoutes api)
    {
        api.Post("/subscriptions", Ignored + Discounts + "customer items[*][price] items[*][quantity] items[*][metadata][*] currency default_payment_method description metadata[*] payment_behavior "
            + "trial_end trial_period_days trial_settings[end_behavior][missing_payment_method] cancel_at_period_end proration_behavior", Create);
        api.Post("/subscriptions/{id}", Ignored + Discounts + Cancelling + ChangeReader.Accepted() + "payment_behavior cancel_at_period_end cancel_at metadata[*] default_payment_method description "
            + "trial_settings[end_behavior][missing_payment_method]", Update);
        api.Delete("/subscriptions/{id}", Cancelling + "invoice_now prorate", Cancel);
        api.Post("/subscriptions/{id}/resume", "billing_cycle_anchor proration_behavior proration_date", Resume);
        api.Get("/subscriptions", Paging.Accepted + "customer status price collection_method current_period_end[*] current_period_start[*]", List);
        api.Get("/subscriptions/{id}", "", Find);
        api.Get("/subscription_items", Paging.Accepted + "subscription", call => Named(call.Parameters.Required("subscription")).Items.Data.Page(call));
        api.Get("/subscription_items/{id}", "", call => account.Subscriptions.All.SelectMany(it => it.Items.Data).FirstOrDefault(it => it.Id == call.Id) ?? throw RefusedException.NotFound("subscription_item", call.Id));
    }

    private Subscription Create(ApiCall call)
    {
        var given = call.Parameters;
        var customer = CustomerDesk.Named(account, given.Required("customer"));
        var items = given.Each("items").ToList();
        if (items.Count == 0) throw RefusedException.Missing("items");
        var currency = given.Given("currency") ?? account.Prices.Find(items[0].Required("price"))?.Currency ?? "";
        if (given.Given("default_payment_method") is { } card) CheckCard(card, customer.Id);
        return desk.Create(new NewSubscription(customer, [.. items.Select(it => (changes.Sold(it.Required("price"), currency, it.Full("price")), it.Integer("quantity") ?? 1))], currency,
            given.Choice("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete") ?? "allow_incomplete")
        {
            TrialEnd = TrialEnd(given),
            PaymentMethod = given.Given("default_payment_method"),
            Metadata = given.Map("metadata"),
            Description = given.Given("description"),
            TrialSettings = Trial(given),
            Discounts = [.. given.Each("discounts").Select(it => Named(it, currency))],
            CancelAtPeriodEnd = given.Flag("cancel_at_period_end") ?? false,
        });
    }

    private Subscription Update(ApiCall call)
    {
        var (subscription, given) = (Find(call), call.Parameters);
        if (subscription.HasEnded) throw RefusedException.Invalid("A canceled subscription can only update its cancellation_details and metadata.", "id");
        var behavior = given.Choice("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete") ?? "allow_incomplete";
        var change = ChangeReader.Has(given) ? changes.Read(subscription, given) : null;
        var discounts = given.Each("discounts").Select(it => it.Has("discount") ? default : Named(it, subscription.Currency)).Where(it => it.Coupon is not null).ToList();
        var plainUpdate = Plain(subscription, given);
        if (behavior == "pending_if_incomplete" && change is not null && given.Parts.Keys.Except(["items", "payment_behavior", "proration_behavior", "proration_date", "trial_end", "billing_cycle_anchor", "expand", "off_session"]).FirstOrDefault() is { } other)
            throw RefusedException.Invalid($"You can only pass in supported params when `payment_behavior` is set to `pending_if_incomplete`; `{other}` is not.", other);
        if (change is not null) desk.Apply(change, behavior, account.PaymentMethods.Find(given.Given("default_payment_method")));
        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            plainUpdate();
            if (given.Has("discounts") && given.Part("discounts")!.Parts.Count == 0) subscription.Discounts.Clear();
            foreach (var (coupon, code) in discounts) redemption.Start(redemption.Make(coupon, code, subscription));
        });
        return subscription;
    }

    // Everything is checked before anything is changed.
    private Action Plain(Subscription subscription, Parameters given)
    {
        if (given.Given("default_payment_method") is { } card) CheckCard(card, subscription.Customer);
        var (atPeriodEnd, cancelAt, trial) = (given.Flag("cancel_at_period_end"), given.Integer("cancel_at"), Trial(given));
        return () =>
        {
            if (given.Has("default_payment_method")) subscription.DefaultPaymentMethod = given.Given("default_payment_method");
            if (given.Has("description")) subscription.Description = given.Given("description");
            given.Merge("metadata", subscription.Metadata);
            if (trial is not null) subscription.TrialSettings = trial;
            if (atPeriodEnd is { } end && end != subscription.CancelAtPeriodEnd) cancellation.AtPeriodEnd(subscription, end);
            if (given.Has("cancel_at")) (subscription.CancelAt, subscription.CancelAtPeriodEnd, subscription.CanceledAt) = (cancelAt, false, cancelAt is null ? null : clock.Now);
            if (Details(given) is { } details) subscription.CancellationDetails = details with { Reason = subscription.CancellationDetails.Reason };
        };
    }

    private Subscription Cancel(ApiCall call)
    {
        var (subscription, given) = (Find(call), call.Parameters);
        if (subscription.HasEnded) throw RefusedException.NotFound("subscription", call.Id);
        if (subscription.Status == "incomplete") cancellation.Expire(subscription);
        else cancellation.Now(subscription, "cancellation_requested", Details(given), given.Flag("prorate") ?? false, given.Flag("invoice_now") ?? false);
        return subscription;
    }

    private Subscription Resume(ApiCall call)
    {
        var subscription = Find(call);
        if (subscription.Status != "paused") throw RefusedException.Invalid("Only paused subscriptions can be resumed.");
        desk.Resume(subscription);
        return subscription;
    }

    private ListOf<Subscription> List(ApiCall call)
    {
        var given = call.Parameters;
        var (customer, price) = (given.Given("customer"), given.Given("price"));
        var status = given.Choice("status", "active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing", "paused", "all", "ended");
        return account.Subscriptions.NewestFirst
            .Where(it => (customer is null || it.Customer == customer) && (price is null || it.Items.Data.Any(item => item.Price.Id == price)))
            .Where(it => status switch { null => it.Status != "canceled", "all" => true, "ended" => it.HasEnded, _ => it.Status == status })
            .Where(it => Paging.Within(given.Part("current_period_end"), it.PeriodEnd) && Paging.Within(given.Part("current_period_start"), it.PeriodStart))
            .Page(call);
    }

    private (Coupon Coupon, PromotionCode? Code) Named(Parameters given, string currency)
    {
        var code = given.Given("promotion_code") is { } id ? account.PromotionCodes.Find(id) ?? throw RefusedException.NoSuch("promotion code", id, given.Full("promotion_code")) : null;
        var name = code?.Promotion.Coupon ?? given.Required("coupon");
        var coupon = account.Coupons.Find(name) ?? throw RefusedException.NoSuch("coupon", name, given.Full("coupon"));
        if (!redemption.IsUsable(coupon, currency)) throw RefusedException.Invalid($"Coupon {name} is used up and cannot be applied.", given.Full("coupon"), "coupon_expired");
        return (coupon, code);
    }

    private long? TrialEnd(Parameters given)
    {
        if (given.Given("trial_end") == "now") return null;
        var end = given.Integer("trial_end") ?? clock.Now + (given.Integer("trial_period_days") * 24 * 60 * 60);
        return end <= clock.Now ? throw RefusedException.Invalid("Invalid timestamp: must be an integer Unix timestamp in the future", "trial_end") : end;
    }

    /// <summary>What is done at the end of a trial without a card; null when it is not said.</summary>
    internal static TrialSettings? Trial(Parameters given) =>
        given.Part("trial_settings")?.Part("end_behavior")?.Choice("missing_payment_method", "cancel", "create_invoice", "pause") is { } missing ? new TrialSettings(new TrialEndBehavior(missing)) : null;

    private static CancellationDetails? Details(Parameters given) =>
        given.Part("cancellation_details") is { } details ? new CancellationDetails(details.Given("comment"), details.Given("feedback"), null) : null;

    private void CheckCard(string card, string customer)
    {
        if (account.PaymentMethods.Find(card)?.Customer != customer) throw RefusedException.NoSuch("PaymentMethod", card, "default_payment_method");
    }

    private Subscription Find(ApiCall call) => account.Subscriptions.Find(call.Id) ?? throw RefusedException.NotFound("subscription", call.Id);

    private Subscription Named(string id) => account.Subscriptions.Find(id) ?? throw RefusedException.NoSuch("subscription", id, "subscription");
}
