using System.Net;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;
using Stripe.Checkout;

namespace CommunityIntel.StripeEmulator.Tests.Pages;

public sealed class CheckoutPageTests
{
    [Fact]
    public async Task The_page_shows_what_is_bought_and_leads_back_when_it_is_paid()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, 2, (await stripe.CustomerAsync()).Id, options => options.Locale = "en");
        (await stripe.PageAsync(session.Url)).Should().Contain("<html lang=\"en\">").And.Contain("Pro").And.Contain("2 × €25.00 per month").And.Contain("Pay €50.00")
            .And.Contain("value=\"4242 4242 4242 4242\"").And.NotContain("Promotion code").And.NotContain("VAT number");

        var answer = await stripe.PostAsync(session.Url, ("action", "pay"), ("card_number", "4242 4242 4242 4242"));

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().Should().Be("http://127.0.0.1/thanks?session=" + session.Id);
        (await stripe.V1.Checkout.Sessions.GetAsync(session.Id, new SessionGetOptions { Expand = ["subscription"] })).Subscription.Status.Should().Be("active");
        (await stripe.PageAsync(stripe.Address + "c/pay/" + session.Id)).Should().Contain("complete");
    }

    [Fact]
    public async Task The_page_is_French_by_locale_or_by_the_browser()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var price = await stripe.PriceAsync();
        var french = await stripe.SessionAsync(price.Id, change: options => options.Locale = "fr");
        (await stripe.PageAsync(french.Url)).Should().Contain("<html lang=\"fr\">").And.Contain("Payer 25,00\u00a0€").And.Contain("Numéro de carte");

        var any = await stripe.SessionAsync(price.Id);
        using var request = new HttpRequestMessage(HttpMethod.Get, any.Url);
        request.Headers.AcceptLanguage.ParseAdd("fr-FR,fr;q=0.9");
        (await (await stripe.Http.SendAsync(request)).Content.ReadAsStringAsync()).Should().Contain("<html lang=\"fr\">");
    }

    [Fact]
    public async Task A_declined_card_is_said_and_can_be_replaced()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, customer: (await stripe.CustomerAsync()).Id);

        (await stripe.PostForPageAsync(session.Url, ("action", "pay"), ("card_number", "4000 0000 0000 0002"))).Should().Contain("role=\"alert\"").And.Contain("declined").And.Contain("4000 0000 0000 0002");

        (await stripe.PostAsync(session.Url, ("action", "pay"), ("card_number", "4242424242424242"))).StatusCode.Should().Be(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_code_is_applied_and_a_tax_number_taken()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.V1.Coupons.CreateAsync(new CouponCreateOptions { Id = "half", PercentOff = 50, Duration = "forever" });
        await stripe.V1.PromotionCodes.CreateAsync(new PromotionCodeCreateOptions { Code = "HALF", Promotion = new() { Type = "coupon", Coupon = "half" } });
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, change: options => (options.AllowPromotionCodes, options.TaxIdCollection) = (true, new() { Enabled = true }));

        (await stripe.PostForPageAsync(session.Url, ("action", "apply"), ("promotion_code", "NOPE"))).Should().Contain("This code is not valid.");
        (await stripe.PostForPageAsync(session.Url, ("action", "apply"), ("promotion_code", "half"))).Should().Contain("Pay €12.50").And.Contain("−50");
        await stripe.PostAsync(session.Url, ("action", "pay"), ("promotion_code", "HALF"), ("card_number", "4242424242424242"), ("email", "ada@example.org"), ("tax_id", "FR40303265045"));

        var done = await stripe.V1.Checkout.Sessions.GetAsync(session.Id, new SessionGetOptions { Expand = ["subscription.latest_invoice", "customer.tax_ids"] });
        (done.Subscription.LatestInvoice.AmountPaid, done.AmountTotal, done.TotalDetails.AmountDiscount).Should().Be((1250L, 1250L, 1250L));
        done.Customer.TaxIds.Single().Value.Should().Be("FR40303265045");
    }

    [Fact]
    public async Task A_trial_is_said_and_costs_nothing_today()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, change: options => options.SubscriptionData = new() { TrialPeriodDays = 14 });

        (await stripe.PageAsync(session.Url)).Should().Contain("Free trial until").And.Contain("Due today: €0.00");
    }

    [Fact]
    public async Task Cancel_leads_back_and_leaves_the_checkout_open()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id);

        (await stripe.PostAsync(session.Url, ("action", "cancel"))).Headers.Location!.ToString().Should().Be("http://127.0.0.1/plans");
        (await stripe.V1.Checkout.Sessions.GetAsync(session.Id)).Status.Should().Be("open");
    }

    [Fact]
    public async Task What_is_put_into_a_page_is_encoded()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync(name: "<script>alert(1)</script>")).Id);

        (await stripe.Http.GetStringAsync(session.Url)).Should().NotContain("<script>");
    }

    [Fact]
    public async Task A_page_that_does_not_exist_says_so()
    {
        await using var stripe = await RunningStripe.StartAsync();
        (await stripe.Http.GetAsync("c/pay/cs_test_none")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stripe.Http.GetAsync("p/session/test_none")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stripe.Http.GetAsync("i/in_none")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
