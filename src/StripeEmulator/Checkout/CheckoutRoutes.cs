using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Checkout;

internal sealed class CheckoutRoutes(Account account, StripeClock clock, CheckoutDesk desk, ChangeReader changes, Redemption redemption, Expansion expansion)
{
    // Stripe API reference, Create a Checkout Session: expires_at is 30 minutes to 24 hours away.
    private const long LongestSeconds = 24 * 60 * 60;
    private const long ShortestSeconds = 30 * 60;

    private const string Fields = "mode customer customer_email client_reference_id metadata[*] success_url cancel_url locale expires_at currency allow_promotion_codes discounts[*][coupon] discounts[*][promotion_code] "
        + "payment_method_collection payment_method_types[*] customer_creation customer_update[address] customer_update[name] customer_update[shipping] tax_id_collection[enabled] tax_id_collection[required] "
        + "line_items[*][price] line_items[*][quantity] line_items[*][adjustable_quantity][enabled] line_items[*][metadata][*] ui_mode billing_address_collection automatic_tax[**] consent_collection[**] custom_text[**] submit_type "
        + "branding_settings[**] phone_number_collection[enabled] origin_context saved_payment_method_options[**] adaptive_pricing[**] payment_method_options[**] managed_payments[**] name_collection[**] integration_identifier "
        + "subscription_data[metadata][*] subscription_data[description] subscription_data[trial_period_days] subscription_data[trial_end] subscription_data[trial_settings][end_behavior][missing_payment_method] "
        + "subscription_data[proration_behavior] subscription_data[billing_mode][**] subscription_data[invoice_settings][**]";

    public void Map(ApiRoutes api)
    {
        api.Post("/checkout/sessions", Fields, Create);
        api.Post("/checkout/sessions/{id}", "metadata[*]", Update);
        api.Post("/checkout/sessions/{id}/expire", "", Expire);
        api.Get("/checkout/sessions", Paging.Accepted + "customer subscription status payment_intent customer_details[email]", List);
        api.Get("/checkout/sessions/{id}", "", Find);
        api.Get("/checkout/sessions/{id}/line_items", "limit starting_after ending_before", call => desk.LinesOf(Find(call)));
        expansion.OnRequest("checkout.session", "line_items", id => desk.LinesOf(account.CheckoutSessions[id]));
    }

    private CheckoutSession Create(ApiCall call)
    {
        var given = call.Parameters;
        if ((given.Choice("mode", "payment", "setup", "subscription") ?? throw RefusedException.Missing("mode")) != "subscription")
            throw RefusedException.Invalid("The local Stripe knows mode `subscription` only.", "mode");
        if (given.Given("customer") is not null && given.Given("customer_email") is not null) throw RefusedException.Invalid("You may only specify one of these parameters: customer, customer_email.", "customer");
        var customer = given.Given("customer") is { } named ? CustomerDesk.Named(account, named) : null;
        if (given.Part("tax_id_collection")?.Flag("enabled") == true && customer is not null && given.Part("customer_update")?.Given("name") is null)
            throw RefusedException.Invalid("Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.");
        var id = Ids.New("cs_test_", 58);
        return desk.Open(new CheckoutSession
        {
            Id = id,
            Created = clock.Now,
            AllowPromotionCodes = given.Flag("allow_promotion_codes"),
            BillingAddressCollection = given.Given("billing_address_collection"),
            CancelUrl = given.Given("cancel_url"),
            ClientReferenceId = given.Given("client_reference_id"),
            Currency = Currency(given),
            Customer = customer?.Id,
            CustomerCreation = customer is null ? "always" : null,
            CustomerDetails = customer is null ? null : new CustomerDetails(customer.Email, customer.Name, [], customer.Address),
            CustomerEmail = given.Given("customer_email"),
            Discounts = Discounts(given),
            ExpiresAt = ExpiresAt(given),
            Lines = Lines(given),
            Locale = given.Given("locale"),
            Metadata = given.Map("metadata"),
            PaymentMethodCollection = given.Choice("payment_method_collection", "always", "if_required") ?? "always",
            SubscriptionPart = Part(given.Part("subscription_data")),
            SuccessUrl = given.Required("success_url"),
            TaxIdCollection = new TaxIdCollection(given.Part("tax_id_collection")?.Flag("enabled") ?? false),
            UpdatesCustomerAddress = given.Part("customer_update")?.Given("address") == "auto",
            UpdatesCustomerName = given.Part("customer_update")?.Given("name") == "auto",
            Url = new PagePath("/c/pay/" + id),
        });
    }

    private List<CheckoutLine> Lines(Parameters given)
    {
        var currency = Currency(given);
        var lines = given.Each("line_items").Select(line =>
            new CheckoutLine(Ids.New("li_1"), changes.Sold(line.Required("price"), currency, line.Full("price")).Id, line.Integer("quantity") ?? throw RefusedException.Missing(line.Full("quantity")))).ToList();
        if (lines.Count == 0) throw RefusedException.Missing("line_items");
        if (given.Each("line_items").Any(line => line.Part("adjustable_quantity")?.Flag("enabled") == true))
            throw RefusedException.Invalid("The local Stripe does not let customers adjust quantities.", "line_items[0][adjustable_quantity]");
        return lines;
    }

    private string Currency(Parameters given)
    {
        var first = given.Each("line_items").FirstOrDefault() ?? throw RefusedException.Missing("line_items");
        var price = account.Prices.Find(first.Required("price")) ?? throw RefusedException.NoSuch("price", first.Required("price"), first.Full("price"));
        return given.Given("currency")?.ToLowerInvariant() ?? price.Currency;
    }

    private List<SessionDiscount> Discounts(Parameters given)
    {
        var discounts = given.Each("discounts").Select(it => new SessionDiscount(it.Given("coupon"), it.Given("promotion_code"))).ToList();
        if (discounts.Count > 0 && given.Has("allow_promotion_codes")) throw RefusedException.Invalid("You may only specify one of these parameters: allow_promotion_codes, discounts.");
        foreach (var (coupon, promotion) in discounts)
        {
            var code = promotion is null ? null : account.PromotionCodes.Find(promotion) ?? throw RefusedException.NoSuch("promotion code", promotion, "discounts[0][promotion_code]");
            var named = account.Coupons.Find(code?.Promotion.Coupon ?? coupon) ?? throw RefusedException.NoSuch("coupon", coupon ?? "", "discounts[0][coupon]");
            if (!redemption.IsUsable(named, Currency(given))) throw RefusedException.Invalid($"Coupon {named.Id} is used up and cannot be applied.", "discounts", "coupon_expired");
        }
        return discounts;
    }

    private long ExpiresAt(Parameters given)
    {
        var at = given.Integer("expires_at") ?? clock.Now + LongestSeconds;
        if (at < clock.Now + ShortestSeconds || at > clock.Now + LongestSeconds)
            throw RefusedException.Invalid("The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.", "expires_at");
        return at;
    }

    private SubscriptionPart Part(Parameters? given)
    {
        if (given is null) return new SubscriptionPart([], null, null, null, null);
        var (days, end) = ((int?)given.Integer("trial_period_days"), given.Integer("trial_end"));
        if (days is not null && end is not null) throw RefusedException.Invalid("You may only specify one of these parameters: trial_end, trial_period_days.", given.Full("trial_end"));
        if (days < 1) throw RefusedException.Invalid("The minimum number of trial period days is 1.", given.Full("trial_period_days"));
        // Stripe API reference, Create a Checkout Session: at least 48 hours in the future.
        if (end < clock.Now + (2 * 24 * 60 * 60)) throw RefusedException.Invalid("The `trial_end` date has to be at least 2 days in the future.", given.Full("trial_end"));
        return new SubscriptionPart(given.Map("metadata"), given.Given("description"), days, end, SubscriptionRoutes.Trial(given));
    }

    private CheckoutSession Update(ApiCall call)
    {
        var session = Find(call);
        call.Parameters.Merge("metadata", session.Metadata);
        return session;
    }

    private CheckoutSession Expire(ApiCall call)
    {
        var session = Find(call);
        if (session.Status != "open") throw RefusedException.Invalid($"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session.Status}.");
        desk.Expire(session);
        return session;
    }

    private ListOf<CheckoutSession> List(ApiCall call)
    {
        var given = call.Parameters;
        var (customer, subscription, status) = (given.Given("customer"), given.Given("subscription"), given.Choice("status", "open", "complete", "expired"));
        return account.CheckoutSessions.NewestFirst
            .Where(it => (customer is null || it.Customer == customer) && (subscription is null || it.Subscription == subscription) && (status is null || it.Status == status)).Page(call);
    }

    private CheckoutSession Find(ApiCall call) => account.CheckoutSessions.Find(call.Id) ?? throw RefusedException.NotFound("checkout.session", call.Id);
}
