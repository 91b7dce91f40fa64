using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Invoices;

/// <summary>Adds up what an invoice of a subscription would be; changes nothing.</summary>
internal sealed class InvoiceDraft(Account account, StripeClock clock, Redemption redemption)
{
    /// <param name="reason">Stripe's <c>billing_reason</c>.</param>
    /// <param name="discounts">What applies instead of the subscription's own discounts; null for those.</param>
    public Invoice Of(Subscription subscription, string reason, List<InvoiceLine> lines, long periodStart, long periodEnd, string idPrefix = "in_1", List<(Discount, Coupon)>? discounts = null)
    {
        var customer = account.Customers[subscription.Customer];
        var applied = discounts ?? redemption.Of(subscription);
        var id = Ids.New(idPrefix);
        var invoice = new Invoice
        {
            Id = id,
            Created = clock.Now,
            BillingReason = reason,
            Currency = subscription.Currency,
            Customer = customer.Id,
            CustomerAddress = customer.Address,
            CustomerEmail = customer.Email,
            CustomerName = customer.Name,
            CustomerTaxIds = [.. customer.TaxIds.Select(it => new CustomerTaxId(it.Type, it.Value))],
            Discounts = [.. applied.Select(it => it.Item1.Id)],
            Lines = new ListOf<InvoiceLine> { Data = lines, Url = $"/v1/invoices/{id}/lines" },
            Parent = new InvoiceParent(new ParentSubscription(subscription.Id, new(subscription.Metadata))),
            PeriodStart = periodStart,
            PeriodEnd = periodEnd,
            StartingBalance = customer.Balance,
        };
        foreach (var line in lines)
        {
            line.Invoice = id;
            line.DiscountAmounts.Clear();
        }
        AddUp(invoice, applied);
        return invoice;
    }

    /// <summary>Whole periods of all items.</summary>
    public List<InvoiceLine> Whole(IEnumerable<SubscriptionItem> items, string currency, long start, long end) =>
        [.. items.Select(item => InvoiceLine.Whole(item, currency, ProductOf(item), start, end))];

    public string ProductOf(SubscriptionItem item) => account.Products[item.Price.Product].Name;

    /// <summary>Lines that wait for the next invoice.</summary>
    public List<InvoiceLine> Pending(Subscription subscription) => [.. account.InvoiceItems.All.Where(it => it.Subscription == subscription.Id).Select(it => it.Line)];

    /// <summary>The card that pays for a subscription: its own, or else its customer's.</summary>
    public PaymentMethod? MethodOf(Subscription subscription) =>
        account.PaymentMethods.Find(subscription.DefaultPaymentMethod) ?? account.PaymentMethods.Find(account.Customers[subscription.Customer].InvoiceSettings.DefaultPaymentMethod);

    private static void AddUp(Invoice invoice, List<(Discount Discount, Coupon Coupon)> discounts)
    {
        foreach (var (discount, coupon) in discounts)
        {
            var left = coupon.AmountOff ?? long.MaxValue;
            foreach (var line in invoice.Lines.Data.Where(line => line.Discountable && IsFor(coupon, line)))
            {
                var off = Math.Min(left, coupon.Off(line.Amount - line.DiscountAmounts.Sum(it => it.Amount)));
                left -= off;
                line.DiscountAmounts.Add(new DiscountAmount(off, discount.Id));
            }
            invoice.TotalDiscountAmounts.Add(new DiscountAmount(invoice.Lines.Data.SelectMany(line => line.DiscountAmounts).Where(it => it.Discount == discount.Id).Sum(it => it.Amount), discount.Id));
        }
        invoice.Subtotal = invoice.Lines.Data.Sum(line => line.Amount);
        invoice.Total = invoice.Subtotal - invoice.TotalDiscountAmounts.Sum(it => it.Amount);
        invoice.AmountDue = Math.Max(0, invoice.Total + invoice.StartingBalance);
    }

    private static bool IsFor(Coupon coupon, InvoiceLine line) => coupon.Products.Count == 0 || coupon.Products.Contains(line.Pricing.PriceDetails.Product);
}
