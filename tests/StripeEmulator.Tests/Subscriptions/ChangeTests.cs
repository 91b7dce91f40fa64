using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Subscriptions;

public sealed class ChangeTests
{
    [Fact]
    public async Task An_upgrade_is_billed_at_once_for_the_rest_of_the_period()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "error_if_incomplete"));

        changed.Items.Single().Price.Id.Should().Be(business.Id);
        changed.Items.Single().CurrentPeriodEnd.Should().Be(subscription.Items.Single().CurrentPeriodEnd);
        var invoice = await stripe.V1.Invoices.GetAsync(changed.LatestInvoiceId);
        (invoice.Status, invoice.BillingReason).Should().Be(("paid", "subscription_update"));
        invoice.AmountPaid.Should().BeCloseTo(3750, 1, "half of 100 minus half of 25");
        invoice.Lines.Select(line => line.Parent.SubscriptionItemDetails.Proration).Should().Equal(true, true);
        invoice.Lines.Select(line => line.Amount < 0).Should().Equal(true, false);
    }

    [Fact]
    public async Task A_preview_says_what_the_change_then_costs()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        var at = DateTimeOffset.FromUnixTimeSeconds((await stripe.Control.ClockAsync()).Now.ToUnixTimeSeconds()).UtcDateTime;
        var preview = await stripe.V1.Invoices.CreatePreviewAsync(new InvoiceCreatePreviewOptions
        {
            Subscription = subscription.Id,
            SubscriptionDetails = new InvoiceSubscriptionDetailsOptions { ProrationDate = at, ProrationBehavior = "always_invoice", Items = [new() { Id = subscription.Items.Single().Id, Price = business.Id }] },
        });

        var change = Change(subscription, business.Id, "always_invoice", "error_if_incomplete");
        change.ProrationDate = at;
        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, change);

        (await stripe.V1.Invoices.GetAsync(changed.LatestInvoiceId)).AmountPaid.Should().Be(preview.AmountDue);
        (await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id })).Should().HaveCount(2, "a preview leaves nothing behind");
    }

    [Fact]
    public async Task A_preview_without_a_change_is_the_next_renewal()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var options = new InvoiceCreatePreviewOptions { Subscription = subscription.Id };

        var next = await stripe.V1.Invoices.CreatePreviewAsync(options);
        (next.AmountDue, next.PeriodEnd).Should().Be((2500L, subscription.Items.Single().CurrentPeriodEnd));

        await stripe.Control.CancelAsync(subscription.Id);
        var none = () => stripe.V1.Invoices.CreatePreviewAsync(options);
        (await none.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("invoice_upcoming_none");
    }

    [Fact]
    public async Task A_declined_upgrade_changes_nothing_when_it_must_not_be_incomplete()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);

        var upgrade = () => stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "error_if_incomplete"));

        ((int)(await upgrade.Should().ThrowAsync<StripeException>()).Which.HttpStatusCode).Should().Be(402);
        var same = await stripe.AgainAsync(subscription);
        same.Items.Single().Price.Id.Should().Be(subscription.Items.Single().Price.Id);
        same.LatestInvoiceId.Should().Be(subscription.LatestInvoiceId);
    }

    [Fact]
    public async Task An_upgrade_is_paid_with_the_card_that_comes_with_it()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        var change = Change(subscription, business.Id, "always_invoice", "error_if_incomplete");
        change.DefaultPaymentMethod = (await stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new PaymentMethodAttachOptions { Customer = subscription.CustomerId })).Id;

        (await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, change)).Items.Single().Price.Id.Should().Be(business.Id);
    }

    [Fact]
    public async Task A_declined_upgrade_waits_for_its_payment_when_it_may_be_pending()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);

        var waiting = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "pending_if_incomplete"));
        (waiting.Status, waiting.Items.Single().Price.UnitAmount).Should().Be(("active", 2500L));
        waiting.PendingUpdate.SubscriptionItems.Single().Price.Id.Should().Be(business.Id);

        await stripe.V1.Invoices.PayAsync(waiting.LatestInvoiceId, new InvoicePayOptions { PaymentMethod = "pm_card_visa" });
        var applied = await stripe.AgainAsync(subscription);
        applied.PendingUpdate.Should().BeNull();
        applied.Items.Single().Price.Id.Should().Be(business.Id);
    }

    [Fact]
    public async Task A_pending_upgrade_that_is_not_paid_is_dropped()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        var waiting = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "pending_if_incomplete"));

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(1));

        var dropped = await stripe.AgainAsync(subscription);
        dropped.PendingUpdate.Should().BeNull();
        (dropped.Status, dropped.Items.Single().Price.UnitAmount).Should().Be(("active", 2500L));
        (await stripe.V1.Invoices.GetAsync(waiting.LatestInvoiceId)).Status.Should().Be("void");
    }

    [Fact]
    public async Task A_declined_upgrade_is_made_and_overdue_when_it_may_be_incomplete()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "allow_incomplete"));

        (changed.Status, changed.Items.Single().Price.Id).Should().Be(("past_due", business.Id));
    }

    [Fact]
    public async Task A_downgrade_is_credited_with_the_next_invoice()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, pro) = await HalfwayAsync(stripe, from: 10000, to: 2500);

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, pro.Id, "create_prorations", null));
        changed.LatestInvoiceId.Should().Be(subscription.LatestInvoiceId);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(17));

        var invoice = await stripe.V1.Invoices.GetAsync((await stripe.AgainAsync(subscription)).LatestInvoiceId);
        invoice.Total.Should().BeCloseTo(2500 - 3750, 1);
        (invoice.AmountDue, invoice.Status).Should().Be((0L, "paid"));
        (await stripe.V1.Customers.GetAsync(subscription.CustomerId)).Balance.Should().BeCloseTo(-1250, 1);
    }

    [Fact]
    public async Task Without_proration_a_change_costs_from_the_next_period_on()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);

        await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "none", null));
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(17));

        var invoices = await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id });
        invoices.Select(it => it.Total).Should().Equal(10000, 2500);
    }

    [Fact]
    public async Task A_change_of_the_interval_begins_a_new_period()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, _) = await HalfwayAsync(stripe);
        var yearly = await stripe.PriceAsync(25000, "year", subscription.Items.Single().Price.ProductId);

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, yearly.Id, "create_prorations", null));

        changed.Items.Single().CurrentPeriodEnd.Should().Be(changed.Items.Single().CurrentPeriodStart.AddYears(1));
        (await stripe.V1.Invoices.GetAsync(changed.LatestInvoiceId)).AmountPaid.Should().BeCloseTo(25000 - 1250, 1);
    }

    [Fact]
    public async Task A_change_of_the_quantity_is_prorated_too()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, _) = await HalfwayAsync(stripe);
        var change = new SubscriptionUpdateOptions { ProrationBehavior = "always_invoice", Items = [new() { Id = subscription.Items.Single().Id, Quantity = 3 }] };

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, change);

        changed.Items.Single().Quantity.Should().Be(3);
        (await stripe.V1.Invoices.GetAsync(changed.LatestInvoiceId)).AmountPaid.Should().BeCloseTo(2500, 1);
    }

    [Fact]
    public async Task In_a_trial_a_change_costs_nothing_and_a_trial_can_be_ended_or_extended()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync(trialDays: 14);
        var business = await stripe.PriceAsync(10000, name: "Business");
        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, Change(subscription, business.Id, "always_invoice", "error_if_incomplete"));
        (changed.Status, changed.LatestInvoiceId).Should().Be(("trialing", subscription.LatestInvoiceId));

        var later = subscription.TrialEnd!.Value.AddDays(7);
        (await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionUpdateOptions { TrialEnd = later })).Items.Single().CurrentPeriodEnd.Should().Be(later);

        var ended = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionUpdateOptions { TrialEnd = SubscriptionTrialEnd.Now, Expand = ["latest_invoice"] });
        (ended.Status, ended.LatestInvoice.AmountPaid).Should().Be(("active", 10000L));
    }

    [Fact]
    public async Task Metadata_and_a_new_card_are_plain_changes()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var card = await stripe.V1.PaymentMethods.AttachAsync("pm_card_mastercard", new PaymentMethodAttachOptions { Customer = subscription.CustomerId });

        var changed = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionUpdateOptions { DefaultPaymentMethod = card.Id, Metadata = new() { ["guild"] = "9" }, Expand = ["default_payment_method", "items.data.price.product", "customer"] });

        changed.DefaultPaymentMethod.Card.Brand.Should().Be("mastercard");
        changed.Metadata.Should().Contain("guild", "9");
        changed.Items.Single().Price.Product.Name.Should().Be("Pro");
        changed.Customer.Name.Should().Be("Ada");
    }

    [Fact]
    public async Task Subscriptions_are_found_by_price_status_and_time()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var first = await stripe.SubscriptionAsync();
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(1));
        var second = await stripe.SubscriptionAsync(first.Items.Single().Price.Id);
        var other = await stripe.SubscriptionAsync(trialDays: 5);
        await stripe.Control.CancelAsync(first.Id, atPeriodEnd: false);

        async Task<List<string>> IdsAsync(SubscriptionListOptions options) => [.. (await stripe.V1.Subscriptions.ListAsync(options)).Select(it => it.Id)];
        (await IdsAsync(new() { Status = "all" })).Should().Equal(other.Id, second.Id, first.Id);
        (await IdsAsync(new())).Should().Equal(other.Id, second.Id);
        (await IdsAsync(new() { Status = "trialing" })).Should().Equal(other.Id);
        (await IdsAsync(new() { Status = "all", Price = first.Items.Single().Price.Id })).Should().Equal(second.Id, first.Id);
        (await IdsAsync(new() { Status = "all", Created = new DateRangeOptions { LessThanOrEqual = first.Created.AddHours(1) } })).Should().Equal(first.Id);
        (await IdsAsync(new() { Status = "all", Created = new DateRangeOptions { GreaterThanOrEqual = first.Created.AddHours(1) } })).Should().Equal(other.Id, second.Id);
    }

    [Fact]
    public async Task The_control_changes_a_plan_as_the_portal_does()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var (subscription, business) = await HalfwayAsync(stripe);

        await stripe.Control.ChangePlanAsync(subscription.Id, new PlanChange(business.Id, Quantity: 2));

        var view = (await stripe.Control.SubscriptionsAsync()).Single();
        (view.Id, view.Status, view.PriceId, view.Quantity).Should().Be((subscription.Id, "active", business.Id, 2L));
    }

    /// <summary>In the middle of a month, and another price.</summary>
    private static async Task<(Subscription, Price)> HalfwayAsync(RunningStripe stripe, long from = 2500, long to = 10000)
    {
        var subscription = await stripe.SubscriptionAsync((await stripe.PriceAsync(from)).Id);
        await stripe.Control.AdvanceAsync((subscription.Items.Single().CurrentPeriodEnd - subscription.StartDate) / 2);
        return (subscription, await stripe.PriceAsync(to, name: "Business"));
    }

    private static SubscriptionUpdateOptions Change(Subscription subscription, string price, string proration, string? payment) => new()
    {
        Items = [new() { Id = subscription.Items.Single().Id, Price = price }],
        ProrationBehavior = proration,
        PaymentBehavior = payment,
    };
}
