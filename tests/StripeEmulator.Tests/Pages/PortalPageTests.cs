using System.Net;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using CommunityIntel.StripeEmulator.Tests.Portal;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Pages;

public sealed class PortalPageTests
{
    [Fact]
    public async Task The_portal_shows_subscription_card_and_invoices()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var url = await Portals.OpenAsync(stripe, subscription);

        var page = await stripe.PageAsync(url);

        page.Should().Contain("Pro – €25.00 per month").And.Contain("Active").And.Contain("Change plan").And.Contain("Cancel subscription").And.Contain("visa •••• 4242").And.Contain("/i/" + subscription.LatestInvoiceId)
            .And.Contain("href=\"http://127.0.0.1/back\"");
        (await stripe.PageAsync(await Portals.OpenAsync(stripe, subscription, locale: "fr"))).Should().Contain("Changer de formule").And.Contain("25,00\u00a0€ par mois");
    }

    [Fact]
    public async Task A_plan_is_changed_after_its_cost_was_shown()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var business = await stripe.PriceAsync(10000, name: "Business");
        var url = await Portals.OpenAsync(stripe, subscription, prices: business);
        (await stripe.PageAsync($"{url}/plans?subscription={subscription.Id}")).Should().Contain("Business – €100.00 per month").And.Contain("Pro – €25.00 per month");
        (await stripe.PageAsync($"{url}/plan?subscription={subscription.Id}&price={business.Id}")).Should().Contain("Due today: €75.00").And.Contain("Confirm");

        var answer = await stripe.PostAsync(url + "/plan", ("subscription", subscription.Id), ("price", business.Id), ("quantity", "1"));

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        (await stripe.AgainAsync(subscription)).Items.Single().Price.Id.Should().Be(business.Id);
    }

    [Fact]
    public async Task Only_plans_of_the_configuration_can_be_chosen()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var hidden = await stripe.PriceAsync(1, name: "Hidden");
        var url = await Portals.OpenAsync(stripe, subscription);

        (await stripe.PostForPageAsync(url + "/plan", ("subscription", subscription.Id), ("price", hidden.Id))).Should().Contain("role=\"alert\"");
        (await stripe.AgainAsync(subscription)).Items.Single().Price.Id.Should().NotBe(hidden.Id);
    }

    [Fact]
    public async Task A_cancellation_is_made_with_a_reason_and_taken_back()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var url = await Portals.OpenAsync(stripe, subscription);
        (await stripe.PageAsync($"{url}/cancel?subscription={subscription.Id}")).Should().Contain("It is too expensive").And.NotContain("The quality");

        await stripe.PostAsync(url + "/cancel", ("subscription", subscription.Id), ("feedback", "too_expensive"));
        var ending = await stripe.AgainAsync(subscription);
        (ending.CancelAtPeriodEnd, ending.CancellationDetails.Feedback).Should().Be((true, "too_expensive"));
        (await stripe.PageAsync(url)).Should().Contain("Keep subscription").And.NotContain("Change plan");

        await stripe.PostAsync(url + "/keep", ("subscription", subscription.Id));
        (await stripe.AgainAsync(subscription)).CancelAtPeriodEnd.Should().BeFalse();
    }

    [Fact]
    public async Task What_is_overdue_is_paid_with_a_new_card()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(31) + TimeSpan.FromHours(2));
        var url = await Portals.OpenAsync(stripe, subscription);
        var invoice = (await stripe.AgainAsync(subscription)).LatestInvoiceId;
        (await stripe.PageAsync(url)).Should().Contain("Payment overdue").And.Contain("<button aria-label=\"Pay ");

        (await stripe.PostForPageAsync(url + "/pay", ("invoice", invoice))).Should().Contain("declined");
        (await stripe.PostForPageAsync(url + "/card", ("card_number", "1234"))).Should().Contain("not valid");
        (await stripe.PostAsync(url + "/card", ("card_number", "4242 4242 4242 4242"))).StatusCode.Should().Be(HttpStatusCode.SeeOther);
        (await stripe.PostAsync(url + "/pay", ("invoice", invoice))).StatusCode.Should().Be(HttpStatusCode.SeeOther);

        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
    }

    [Fact]
    public async Task An_open_invoice_is_paid_at_its_own_page()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(31) + TimeSpan.FromHours(2));
        var invoice = await stripe.V1.Invoices.GetAsync((await stripe.AgainAsync(subscription)).LatestInvoiceId);

        (await stripe.PostForPageAsync(invoice.HostedInvoiceUrl, ("card_number", Some.FailsLater))).Should().Contain("role=\"alert\"");
        (await stripe.PostAsync(invoice.HostedInvoiceUrl, ("card_number", Some.Works))).StatusCode.Should().Be(HttpStatusCode.SeeOther);

        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
    }

    [Fact]
    public async Task A_flow_shows_its_one_thing_and_leads_back()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var business = await stripe.PriceAsync(10000, name: "Business");
        Stripe.BillingPortal.SessionFlowDataAfterCompletionOptions back = new() { Type = "redirect", Redirect = new() { ReturnUrl = "http://127.0.0.1/done" } };

        var update = await Portals.OpenAsync(stripe, subscription, new() { Type = "subscription_update", SubscriptionUpdate = new() { Subscription = subscription.Id }, AfterCompletion = back }, null, business);
        (await stripe.PageAsync(update)).Should().Contain("Change plan").And.Contain("Business").And.NotContain("Card number");
        (await stripe.PostAsync(update + "/plan", ("subscription", subscription.Id), ("price", business.Id))).Headers.Location!.ToString().Should().Be("http://127.0.0.1/done");

        var card = await Portals.OpenAsync(stripe, subscription, new() { Type = "payment_method_update", AfterCompletion = back });
        (await stripe.PageAsync(card)).Should().Contain("Card number").And.NotContain("Invoices");

        var cancel = await Portals.OpenAsync(stripe, subscription, new() { Type = "subscription_cancel", SubscriptionCancel = new() { Subscription = subscription.Id }, AfterCompletion = back });
        (await stripe.PageAsync(cancel)).Should().Contain("Cancel your subscription");
        (await stripe.PostAsync(cancel + "/cancel", ("subscription", subscription.Id))).Headers.Location!.ToString().Should().Be("http://127.0.0.1/done");
    }

    [Fact]
    public async Task A_portal_acts_for_its_own_customer_only()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var mine = await stripe.SubscriptionAsync();
        var others = await stripe.SubscriptionAsync();
        var url = await Portals.OpenAsync(stripe, mine);

        await stripe.PostAsync(url + "/cancel", ("subscription", others.Id));

        (await stripe.AgainAsync(others)).CancelAtPeriodEnd.Should().BeFalse();
    }
}
