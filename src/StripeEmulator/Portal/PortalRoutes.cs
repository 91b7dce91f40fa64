using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Portal;

internal sealed class PortalRoutes(Account account, StripeClock clock)
{
    private const string Fields = "name default_return_url metadata[*] login_page[enabled] business_profile[headline] business_profile[privacy_policy_url] business_profile[terms_of_service_url] "
        + "features[customer_update][enabled] features[customer_update][allowed_updates][*] features[invoice_history][enabled] features[payment_method_update][enabled] features[payment_method_update][payment_method_configuration] "
        + "features[subscription_cancel][enabled] features[subscription_cancel][mode] features[subscription_cancel][proration_behavior] "
        + "features[subscription_cancel][cancellation_reason][enabled] features[subscription_cancel][cancellation_reason][options][*] "
        + "features[subscription_update][enabled] features[subscription_update][default_allowed_updates][*] features[subscription_update][proration_behavior] features[subscription_update][trial_update_behavior] "
        + "features[subscription_update][products][*][product] features[subscription_update][products][*][prices][*] features[subscription_update][products][*][adjustable_quantity][**] "
        + "features[subscription_update][schedule_at_period_end][**] features[subscription_update][billing_cycle_anchor] ";

    private const string Flows = "flow_data[type] flow_data[subscription_cancel][subscription] flow_data[subscription_update][subscription] flow_data[subscription_update_confirm][subscription] "
        + "flow_data[subscription_update_confirm][items][*][id] flow_data[subscription_update_confirm][items][*][price] flow_data[subscription_update_confirm][items][*][quantity] "
        + "flow_data[after_completion][type] flow_data[after_completion][redirect][return_url] flow_data[after_completion][hosted_confirmation][**] ";

    public void Map(ApiRoutes api)
    {
        api.Post("/billing_portal/configurations", Fields, Create);
        api.Post("/billing_portal/configurations/{id}", Fields + "active", Update);
        api.Get("/billing_portal/configurations", "limit starting_after ending_before active is_default", List);
        api.Get("/billing_portal/configurations/{id}", "", Find);
        api.Post("/billing_portal/sessions", Flows + "customer return_url configuration locale", Open);
    }

    private PortalConfiguration Create(ApiCall call)
    {
        var configuration = new PortalConfiguration { Id = Ids.New("bpc_1"), Created = clock.Now, IsDefault = account.PortalConfigurations.All.Count == 0 };
        Read(call.Parameters, configuration);
        return account.PortalConfigurations.Add(configuration);
    }

    private PortalConfiguration Update(ApiCall call)
    {
        var configuration = Find(call);
        Read(call.Parameters, configuration);
        configuration.Active = call.Parameters.Flag("active") ?? configuration.Active;
        return configuration;
    }

    private void Read(Parameters given, PortalConfiguration configuration)
    {
        if (given.Part("features") is { } features) configuration.Features = Features(features, configuration.Features);
        if (given.Has("name")) configuration.Name = given.Given("name");
        if (given.Has("default_return_url")) configuration.DefaultReturnUrl = given.Given("default_return_url");
        if (given.Part("login_page") is { } login) configuration.LoginPage = new LoginPage(login.Flag("enabled") ?? false);
        if (given.Part("business_profile") is { } profile) configuration.BusinessProfile = new BusinessProfile(profile.Given("headline"), profile.Given("privacy_policy_url"), profile.Given("terms_of_service_url"));
        given.Merge("metadata", configuration.Metadata);
        configuration.Updated = clock.Now;
    }

    private PortalFeatures Features(Parameters given, PortalFeatures before) => new()
    {
        CustomerUpdate = given.Part("customer_update") is { } customer
            ? new CustomerUpdateFeature(customer.Flag("enabled") ?? before.CustomerUpdate.Enabled, customer.Texts("allowed_updates") ?? before.CustomerUpdate.AllowedUpdates)
            : before.CustomerUpdate,
        InvoiceHistory = given.Part("invoice_history")?.Flag("enabled") is { } history ? new SwitchFeature(history) : before.InvoiceHistory,
        PaymentMethodUpdate = given.Part("payment_method_update")?.Flag("enabled") is { } payment ? new SwitchFeature(payment) : before.PaymentMethodUpdate,
        SubscriptionCancel = given.Part("subscription_cancel") is { } cancel ? Cancel(cancel, before.SubscriptionCancel) : before.SubscriptionCancel,
        SubscriptionUpdate = given.Part("subscription_update") is { } update ? Update(update, before.SubscriptionUpdate) : before.SubscriptionUpdate,
    };

    private static CancelFeature Cancel(Parameters given, CancelFeature before) => new(
        given.Flag("enabled") ?? before.Enabled,
        given.Choice("mode", "at_period_end", "immediately") ?? before.Mode,
        given.Choice("proration_behavior", "none", "create_prorations", "always_invoice") ?? before.ProrationBehavior,
        given.Part("cancellation_reason") is { } reason
            ? new CancellationReasons(reason.Flag("enabled") ?? before.CancellationReason.Enabled, reason.Texts("options") ?? before.CancellationReason.Options)
            : before.CancellationReason);

    private UpdateFeature Update(Parameters given, UpdateFeature before)
    {
        var products = given.Has("products")
            ? given.Each("products").Select(it => new PortalProduct(it.Required("product"), [.. it.Each("prices").Select(price => Price(price, it.Required("product")))])).ToList()
            : before.Products;
        return new UpdateFeature(given.Flag("enabled") ?? before.Enabled, given.Texts("default_allowed_updates") ?? before.DefaultAllowedUpdates, products,
            given.Choice("proration_behavior", "none", "create_prorations", "always_invoice") ?? before.ProrationBehavior)
        {
            TrialUpdateBehavior = given.Choice("trial_update_behavior", "continue_trial", "end_trial") ?? before.TrialUpdateBehavior,
        };
    }

    private string Price(Parameters given, string product) => account.Prices.Find(given.Value) is { } price && price.Product == product
        ? price.Id
        : throw RefusedException.NoSuch("price", given.Value ?? "", given.Name);

    private ListOf<PortalConfiguration> List(ApiCall call)
    {
        var (active, isDefault) = (call.Parameters.Flag("active"), call.Parameters.Flag("is_default"));
        return account.PortalConfigurations.NewestFirst.Where(it => (active is null || it.Active == active) && (isDefault is null || it.IsDefault == isDefault)).Page(call);
    }

    private PortalSession Open(ApiCall call)
    {
        var given = call.Parameters;
        var customer = CustomerDesk.Named(account, given.Required("customer"));
        var configuration = given.Given("configuration") is { } id
            ? account.PortalConfigurations.Find(id) ?? throw RefusedException.NoSuch("configuration", id, "configuration")
            : account.PortalConfigurations.All.FirstOrDefault(it => it.IsDefault)
                ?? throw RefusedException.Invalid("You can't create a portal session in test mode until you save your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.");
        return account.PortalSessions.Add(new PortalSession
        {
            Id = Ids.New("bps_1"),
            Created = clock.Now,
            Configuration = configuration.Id,
            Customer = customer.Id,
            Flow = given.Part("flow_data") is { } flow ? Flow(flow, customer) : null,
            Locale = given.Given("locale"),
            ReturnUrl = given.Given("return_url") ?? configuration.DefaultReturnUrl,
            Url = new PagePath("/p/session/" + Ids.New("test_", 40)),
        });
    }

    private PortalFlow Flow(Parameters given, Customer customer)
    {
        var type = given.Choice("type", "payment_method_update", "subscription_cancel", "subscription_update", "subscription_update_confirm") ?? throw RefusedException.Missing(given.Full("type"));
        var after = given.Part("after_completion");
        return new PortalFlow(type, new AfterCompletion(after?.Given("type") ?? "portal_homepage", after?.Part("redirect")?.Given("return_url") is { } address ? new FlowRedirect(address) : null))
        {
            SubscriptionCancel = type == "subscription_cancel" ? new FlowSubscription(Owned(given, type, customer).Id) : null,
            SubscriptionUpdate = type == "subscription_update" ? new FlowSubscription(Owned(given, type, customer).Id) : null,
            SubscriptionUpdateConfirm = type == "subscription_update_confirm" ? Confirm(given, Owned(given, type, customer)) : null,
        };
    }

    private static FlowConfirm Confirm(Parameters given, Subscription subscription) => new(subscription.Id,
        [.. given.Part("subscription_update_confirm")!.Each("items").Select(it => new FlowItem(it.Required("id"), it.Given("price") ?? subscription.Items.Data[0].Price.Id, it.Integer("quantity") ?? subscription.Items.Data[0].Quantity))]);

    private Subscription Owned(Parameters given, string type, Customer customer)
    {
        var part = given.Part(type) ?? throw RefusedException.Missing(given.Full(type));
        var id = part.Required("subscription");
        return account.Subscriptions.Find(id) is { HasEnded: false } subscription && subscription.Customer == customer.Id
            ? subscription
            : throw RefusedException.NoSuch("subscription", id, part.Full("subscription"));
    }

    private PortalConfiguration Find(ApiCall call) => account.PortalConfigurations.Find(call.Id) ?? throw RefusedException.NotFound("configuration", call.Id);
}
