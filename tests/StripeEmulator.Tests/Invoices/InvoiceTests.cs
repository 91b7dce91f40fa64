using System.Text;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Invoices;

public sealed class InvoiceTests
{
    [Fact]
    public async Task A_paid_invoice_tells_how_it_was_paid()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();

        var invoice = await stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId, new InvoiceGetOptions { Expand = ["payments.data.payment.payment_intent.latest_charge"] });

        (invoice.Status, invoice.AmountPaid, invoice.AmountRemaining, invoice.Currency).Should().Be(("paid", 2500L, 0L, "eur"));
        var payment = invoice.Payments.Single();
        (payment.Status, payment.AmountPaid).Should().Be(("paid", 2500L));
        payment.Payment.PaymentIntent.LatestCharge.PaymentMethodDetails.Card.Last4.Should().Be("4242");
        invoice.Lines.Single().Pricing.PriceDetails.PriceId.Should().Be(subscription.Items.Single().Price.Id);
        invoice.Lines.Single().Period.End.Should().Be(subscription.Items.Single().CurrentPeriodEnd);
        invoice.StatusTransitions.PaidAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_code_takes_its_part_off_as_long_as_its_coupon_lasts()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.V1.Coupons.CreateAsync(new CouponCreateOptions { Id = "half", PercentOff = 50, Duration = "repeating", DurationInMonths = 2 });
        await stripe.V1.PromotionCodes.CreateAsync(new PromotionCodeCreateOptions { Code = "HALF", Promotion = new PromotionCodePromotionOptions { Type = "coupon", Coupon = "half" } });
        var subscription = await BoughtWithAsync(stripe, "half");

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(93));

        var invoices = await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id });
        invoices.Select(it => it.AmountPaid).Reverse().Should().Equal(1250, 1250, 2500, 2500);
        invoices.Data[^1].TotalDiscountAmounts.Single().Amount.Should().Be(1250);
        (await stripe.V1.PromotionCodes.ListAsync(new PromotionCodeListOptions { Code = "HALF" })).Single().TimesRedeemed.Should().Be(1);
    }

    [Fact]
    public async Task A_coupon_for_once_is_for_the_first_invoice()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.V1.Coupons.CreateAsync(new CouponCreateOptions { Id = "five", AmountOff = 500, Currency = "eur", Duration = "once" });
        await stripe.V1.PromotionCodes.CreateAsync(new PromotionCodeCreateOptions { Code = "FIVE", Promotion = new PromotionCodePromotionOptions { Type = "coupon", Coupon = "five" } });
        var subscription = await BoughtWithAsync(stripe, "FIVE");
        subscription.DiscountIds.Should().BeEmpty();

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(32));

        var invoices = await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id, Expand = ["data.discounts"] });
        invoices.Select(it => it.AmountPaid).Should().Equal(2500, 2000);
        invoices.Data[1].Discounts.Single().Source.CouponId.Should().Be("five");
    }

    [Fact]
    public async Task A_code_that_is_over_or_unknown_is_refused()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.V1.Coupons.CreateAsync(new CouponCreateOptions { Id = "half", PercentOff = 50, Duration = "forever" });
        await stripe.V1.PromotionCodes.CreateAsync(new PromotionCodeCreateOptions { Code = "ONE", MaxRedemptions = 1, Promotion = new PromotionCodePromotionOptions { Type = "coupon", Coupon = "half" } });
        await BoughtWithAsync(stripe, "ONE");
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, change: options => options.AllowPromotionCodes = true);

        (await stripe.Control.CompleteCheckoutAsync(session.Id, new(PromotionCode: "ONE"))).Refusal.Should().Be("PromotionCodeUnknown");
        (await stripe.Control.CompleteCheckoutAsync(session.Id, new(PromotionCode: "NONE"))).Refusal.Should().Be("PromotionCodeUnknown");
    }

    [Fact]
    public async Task A_credit_is_used_up_before_the_card()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.V1.Customers.UpdateAsync(subscription.CustomerId, new CustomerUpdateOptions { Balance = -3000 });

        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(63));

        var invoices = await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id });
        invoices.Select(it => (it.Total, it.AmountPaid)).Should().Equal((2500, 2000), (2500, 0), (2500, 2500));
    }

    [Fact]
    public async Task An_open_invoice_can_be_paid_by_the_API_once()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.ChangeCardAsync(subscription.CustomerId, Some.FailsLater);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(31) + TimeSpan.FromHours(2));
        var open = (await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Customer = subscription.CustomerId, Status = "open" })).Single();

        var pay = () => stripe.V1.Invoices.PayAsync(open.Id);
        (await pay.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("card_declined");
        (await stripe.V1.Invoices.PayAsync(open.Id, new InvoicePayOptions { PaymentMethod = "pm_card_visa" })).Status.Should().Be("paid");
        (await pay.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("invoice_already_paid");
        (await stripe.AgainAsync(subscription)).Status.Should().Be("active");
    }

    [Fact]
    public async Task An_invoice_has_a_page_and_a_PDF()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var invoice = await stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId);

        (await stripe.Http.GetStringAsync(invoice.HostedInvoiceUrl)).Should().Contain(invoice.Number).And.Contain("€25.00").And.Contain("Paid");
        var pdf = await stripe.Http.GetByteArrayAsync(invoice.InvoicePdf);
        Encoding.Latin1.GetString(pdf).Should().StartWith("%PDF-1.4").And.Contain(invoice.Number).And.EndWith("%%EOF\n");
    }

    [Fact]
    public async Task A_payment_can_be_refunded_and_disputed()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();

        await stripe.Control.RefundAsync(subscription.LatestInvoiceId, 1000);
        var dispute = await stripe.Control.OpenDisputeAsync(subscription.LatestInvoiceId);
        (await stripe.V1.Disputes.GetAsync(dispute, new DisputeGetOptions { Expand = ["charge"] })).Charge.AmountRefunded.Should().Be(1000);
        (await stripe.V1.Disputes.ListAsync()).Single().Status.Should().Be("needs_response");
        await stripe.Control.CloseDisputeAsync(dispute, won: false);

        (await stripe.V1.Disputes.GetAsync(dispute)).Status.Should().Be("lost");
        (await stripe.EventTypesAsync()).TakeLast(3).Should().Equal("charge.refunded", "charge.dispute.created", "charge.dispute.closed");
    }

    private static async Task<Subscription> BoughtWithAsync(RunningStripe stripe, string code)
    {
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, customer: (await stripe.CustomerAsync()).Id, change: options => options.AllowPromotionCodes = true);
        var outcome = await stripe.Control.CompleteCheckoutAsync(session.Id, new(PromotionCode: code));
        return await stripe.V1.Subscriptions.GetAsync(outcome.SubscriptionId);
    }
}
