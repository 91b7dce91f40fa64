using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;
using Stripe.Checkout;

namespace CommunityIntel.StripeEmulator.Tests.Subscriptions;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_subscription_renews_every_month_and_pays()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var start = subscription.Items.Data[0].CurrentPeriodStart;

        await stripe.Control.AdvanceAsync(start.AddMonths(3) - start + TimeSpan.FromHours(2));

        var renewed = await stripe.AgainAsync(subscription);
        renewed.Status.Should().Be("active");
        renewed.Items.Data[0].CurrentPeriodStart.Should().Be(start.AddMonths(3));
        renewed.Items.Data[0].CurrentPeriodEnd.Should().Be(start.AddMonths(4));
        var invoices = await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id });
        invoices.Select(it => (it.Status, it.BillingReason)).Should().Equal(("paid", "subscription_cycle"), ("paid", "subscription_cycle"), ("paid", "subscription_cycle"), ("paid", "subscription_create"));
        invoices.Data[0].Parent.SubscriptionDetails.SubscriptionId.Should().Be(subscription.Id);
        invoices.Select(it => it.Number).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_renewal_is_a_draft_for_an_hour()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var period = subscription.Items.Data[0].CurrentPeriodEnd - subscription.Items.Data[0].CurrentPeriodStart;

        await stripe.Control.AdvanceAsync(period + TimeSpan.FromMinutes(30));

        var renewed = await stripe.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice"] });
        (renewed.Status, renewed.LatestInvoice.Status, renewed.LatestInvoice.AutoAdvance).Should().Be(("active", "draft", true));
        await stripe.Control.AdvanceAsync(TimeSpan.FromHours(1));
        (await stripe.V1.Invoices.GetAsync(renewed.LatestInvoiceId)).Status.Should().Be("paid");
    }

    [Fact]
    public async Task A_31st_comes_back_after_a_short_month()
    {
        await using var stripe = await RunningStripe.StartAsync(options => options.Clock = new StartingAt(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero)));
        var subscription = await stripe.SubscriptionAsync();
        subscription.Items.Data[0].CurrentPeriodEnd.Day.Should().Be(28);

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(30));

        (await stripe.AgainAsync(subscription)).Items.Data[0].CurrentPeriodEnd.Should().BeCloseTo(new DateTime(2026, 3, 31, 10, 0, 0, DateTimeKind.Utc), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_yearly_price_renews_every_year_and_a_notice_comes_a_week_before()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync((await stripe.PriceAsync(25000, "year")).Id);
        var end = subscription.Items.Data[0].CurrentPeriodEnd;
        end.Should().Be(subscription.StartDate.AddYears(1));

        await stripe.Control.AdvanceAsync(end - subscription.StartDate - TimeSpan.FromDays(6));

        var upcoming = (await stripe.V1.Events.ListAsync(new EventListOptions { Type = "invoice.upcoming" })).Single();
        upcoming.Created.Should().Be(end.AddDays(-7));
        var invoice = (Invoice)upcoming.Data.Object;
        (invoice.AmountDue, invoice.Parent.SubscriptionDetails.SubscriptionId).Should().Be((25000L, subscription.Id));
    }

    [Fact]
    public async Task A_trial_costs_nothing_and_then_the_first_period_begins()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync(trialDays: 14);
        (subscription.Status, subscription.TrialEnd).Should().Be(("trialing", subscription.StartDate.AddDays(14)));
        (await stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId)).AmountPaid.Should().Be(0);

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(11));
        var notice = (await stripe.V1.Events.ListAsync(new EventListOptions { Type = "customer.subscription.trial_will_end" })).Single();
        notice.Created.Should().Be(subscription.StartDate.AddDays(11));

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(3) + TimeSpan.FromHours(2));
        var active = await stripe.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice"] });
        (active.Status, active.LatestInvoice.Status, active.LatestInvoice.AmountPaid).Should().Be(("active", "paid", 2500L));
        active.Items.Data[0].CurrentPeriodEnd.Should().Be(subscription.StartDate.AddDays(14).AddMonths(1));
    }

    [Fact]
    public async Task A_card_that_fails_later_leads_from_a_trial_to_retries_and_to_the_end()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync(trialDays: 7, card: Some.FailsLater);

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(2));
        var overdue = await stripe.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice", "customer"] });
        (overdue.Status, overdue.LatestInvoice.Status, overdue.LatestInvoice.AttemptCount, overdue.Customer.Delinquent).Should().Be(("past_due", "open", 1L, true));
        overdue.LatestInvoice.NextPaymentAttempt.Should().Be(subscription.StartDate.AddDays(8).AddHours(1));

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(7));
        var ended = await stripe.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice"] });
        (ended.Status, ended.CancellationDetails.Reason, ended.LatestInvoice.AttemptCount).Should().Be(("canceled", "payment_failed", 5L));
        ended.EndedAt.Should().Be(subscription.StartDate.AddDays(14).AddHours(1));
        (await stripe.EventTypesAsync()).Count(type => type == "invoice.payment_failed").Should().Be(5);
    }

    [Theory]
    [InlineData(FailedPaymentEnd.Unpaid, "unpaid")]
    [InlineData(FailedPaymentEnd.PastDue, "past_due")]
    public async Task The_end_of_retries_is_a_setting(FailedPaymentEnd end, string status)
    {
        await using var stripe = await RunningStripe.StartAsync(options => (options.FailedPaymentEnd, options.PaymentRetries) = (end, [TimeSpan.FromDays(2)]));
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(36));

        var ended = await stripe.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice"] });
        (ended.Status, ended.LatestInvoice.Status, ended.LatestInvoice.NextPaymentAttempt).Should().Be((status, "open", null));
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.Works, payOpenInvoices: true);
        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
    }

    [Fact]
    public async Task A_new_card_pays_what_is_overdue_at_the_next_attempt()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(31) + TimeSpan.FromHours(2));
        (await stripe.AgainAsync(subscription)).Status.Should().Be("past_due");

        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.Works);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(2));

        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
        (await stripe.V1.Customers.GetAsync(subscription.CustomerId)).Delinquent.Should().BeFalse();
    }

    [Fact]
    public async Task A_trial_without_a_card_pauses_when_that_was_asked_for_and_resumes_with_one()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync(card: "", trialDays: 7, change: options =>
        {
            options.PaymentMethodCollection = "if_required";
            options.SubscriptionData.TrialSettings = new SessionSubscriptionDataTrialSettingsOptions { EndBehavior = new SessionSubscriptionDataTrialSettingsEndBehaviorOptions { MissingPaymentMethod = "pause" } };
        });
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(8));
        (await stripe.AgainAsync(subscription)).Status.Should().Be("paused");

        var withoutCard = () => stripe.V1.Subscriptions.ResumeAsync(subscription.Id);
        await withoutCard.Should().ThrowAsync<StripeException>();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.Works);
        (await stripe.V1.Subscriptions.ResumeAsync(subscription.Id)).Status.Should().Be("active");
        (await stripe.EventTypesAsync()).Should().Contain(["customer.subscription.paused", "customer.subscription.resumed"]);
    }

    [Fact]
    public async Task A_first_payment_that_does_not_come_in_23_hours_expires_the_subscription()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.CustomerAsync();
        var options = new SubscriptionCreateOptions { Customer = customer.Id, Items = [new() { Price = (await stripe.PriceAsync()).Id }], PaymentBehavior = "default_incomplete", Expand = ["latest_invoice.confirmation_secret", "latest_invoice.payments"] };
        var subscription = await stripe.V1.Subscriptions.CreateAsync(options);
        subscription.Status.Should().Be("incomplete");
        subscription.LatestInvoice.ConfirmationSecret.ClientSecret.Should().Contain("_secret_");
        subscription.LatestInvoice.Payments.Single().Status.Should().Be("open");

        await stripe.Control.AdvanceAsync(TimeSpan.FromHours(23));

        (await stripe.AgainAsync(subscription)).Status.Should().Be("incomplete_expired");
        (await stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId)).Status.Should().Be("void");
    }

    [Fact]
    public async Task The_first_payment_makes_an_incomplete_subscription_active()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.CustomerAsync();
        var subscription = await stripe.V1.Subscriptions.CreateAsync(new SubscriptionCreateOptions { Customer = customer.Id, Items = [new() { Price = (await stripe.PriceAsync()).Id }], PaymentBehavior = "default_incomplete" });

        var invoice = await stripe.V1.Invoices.PayAsync(subscription.LatestInvoiceId, new InvoicePayOptions { PaymentMethod = "pm_card_visa" });

        invoice.Status.Should().Be("paid");
        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
    }

    private sealed class StartingAt(DateTimeOffset start) : TimeProvider
    {
        private readonly long begun = TimeProvider.System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(begun);
    }
}
