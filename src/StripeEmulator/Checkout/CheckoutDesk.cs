using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Checkout;

/// <summary>Opens, completes and expires checkouts.</summary>
internal sealed class CheckoutDesk(Account account, StripeClock clock, EventLog events, CustomerDesk customers, PaymentMethodDesk paymentMethods, SubscriptionDesk subscriptions, Redemption redemption)
{
    private const long DaySeconds = 24 * 60 * 60;

    public CheckoutSession Open(CheckoutSession session)
    {
        AddUp(session);
        account.CheckoutSessions.Add(session);
        account.Agenda.Set(session);
        return session;
    }

    public void Expire(CheckoutSession session)
    {
        if (session.Status != "open") return;
        (session.Status, session.Url) = ("expired", null);
        events.Publish(EventType.CheckoutExpired, session);
    }

    /// <summary>Puts the code that a customer typed in the place of what was there.</summary>
    public CheckoutRefusal UsePromotionCode(CheckoutSession session, string typed)
    {
        if (!redemption.TryUse(typed, session.Customer, session.AmountSubtotal, session.Currency, out var code)) return CheckoutRefusal.PromotionCodeUnknown;
        session.Discounts = [new SessionDiscount(null, code.Id)];
        AddUp(session);
        return CheckoutRefusal.None;
    }

    /// <summary>Buys: customer, card, subscription and its first invoice; or says why not, and can be tried again.</summary>
    public CheckoutRefusal Complete(CheckoutSession session, CheckoutForm form)
    {
        if (session.Status != "open") return CheckoutRefusal.NotOpen;
        if (form.PromotionCode is { Length: > 0 } typed && session.AllowPromotionCodes == true && UsePromotionCode(session, typed) is var unknown and not CheckoutRefusal.None) return unknown;
        if (session.Customer is null && session.CustomerEmail is null && string.IsNullOrWhiteSpace(form.Email)) return CheckoutRefusal.EmailMissing;
        var needsCard = session.PaymentMethodCollection == "always" || session.AmountTotal > 0;
        var card = TestCard.Find(form.CardNumber);
        if (card is null && (needsCard || !string.IsNullOrWhiteSpace(form.CardNumber))) return CheckoutRefusal.CardUnknown;
        if (card is not null && (!card.Attaches || (card.Error is not null && session.AmountTotal > 0)))
            return card.DeclineCode == "insufficient_funds" ? CheckoutRefusal.CardWithoutFunds : CheckoutRefusal.CardDeclined;
        Buy(session, form, card);
        return CheckoutRefusal.None;
    }

    public ListOf<LineItem> LinesOf(CheckoutSession session) => new()
    {
        Url = $"/v1/checkout/sessions/{session.Id}/line_items",
        Data = [.. session.Lines.Select(line => LineOf(session, line))],
    };

    /// <summary>Unix seconds; null without a trial.</summary>
    public long? TrialEndOf(CheckoutSession session) =>
        session.SubscriptionPart.TrialEnd ?? (session.SubscriptionPart.TrialPeriodDays is { } days ? clock.Now + (days * DaySeconds) : null);

    /// <summary>The discounts of a session with their coupons.</summary>
    public List<(Coupon Coupon, PromotionCode? Code)> DiscountsOf(CheckoutSession session) =>
        [.. session.Discounts.Select(it => (account.PromotionCodes.Find(it.PromotionCode), it.Coupon)).Select(it => (account.Coupons[it.Item1?.Promotion.Coupon ?? it.Coupon!], it.Item1))];

    private void Buy(CheckoutSession session, CheckoutForm form, TestCard? card)
    {
        var customer = CustomerOf(session, form);
        var method = card is null ? null : paymentMethods.Attach(paymentMethods.Create(card, email: customer.Email, name: customer.Name).Id, customer);
        var part = session.SubscriptionPart;
        var subscription = subscriptions.Create(new NewSubscription(customer, [.. session.Lines.Select(it => (account.Prices[it.Price], it.Quantity))], session.Currency, "allow_incomplete")
        {
            TrialEnd = TrialEndOf(session),
            PaymentMethod = method?.Id,
            Metadata = new(part.Metadata),
            Description = part.Description,
            TrialSettings = part.TrialSettings,
            Discounts = DiscountsOf(session),
            CheckoutSession = session.Id,
        });
        (session.Status, session.Url, session.Subscription, session.Invoice) = ("complete", null, subscription.Id, subscription.LatestInvoice);
        session.PaymentStatus = session.AmountTotal > 0 ? "paid" : "no_payment_required";
        session.CustomerDetails = new CustomerDetails(customer.Email, customer.Name, [.. customer.TaxIds.Select(it => new CustomerTaxId(it.Type, it.Value))], customer.Address);
        events.Publish(EventType.CheckoutCompleted, session);
    }

    private Customer CustomerOf(CheckoutSession session, CheckoutForm form)
    {
        if (account.Customers.Find(session.Customer) is { IsDeleted: false } known)
        {
            customers.Change(known, () =>
            {
                if (session.UpdatesCustomerName && !string.IsNullOrWhiteSpace(form.Name)) known.Name = form.Name;
                known.Email ??= form.Email;
            });
            AddTaxId(session, known, form);
            return known;
        }

        var customer = customers.Create(it => (it.Email, it.Name) = (form.Email ?? session.CustomerEmail, form.Name));
        session.Customer = customer.Id;
        AddTaxId(session, customer, form);
        return customer;
    }

    private void AddTaxId(CheckoutSession session, Customer customer, CheckoutForm form)
    {
        if (!session.TaxIdCollection.Enabled || string.IsNullOrWhiteSpace(form.TaxId)) return;
        var number = form.TaxId.Replace(" ", "", StringComparison.Ordinal);
        if (customer.TaxIds.All(it => it.Value != number)) customers.AddTaxId(customer, "eu_vat", number);
    }

    private LineItem LineOf(CheckoutSession session, CheckoutLine line)
    {
        var price = account.Prices[line.Price];
        var subtotal = TrialEndOf(session) is null ? price.AmountIn(session.Currency)!.Value * line.Quantity : 0;
        var left = subtotal;
        foreach (var (coupon, _) in DiscountsOf(session)) left -= coupon.Off(left);
        return new LineItem
        {
            Id = line.Id,
            AmountDiscount = subtotal - left,
            AmountSubtotal = subtotal,
            AmountTotal = left,
            Currency = session.Currency,
            Description = account.Products[price.Product].Name,
            Price = price,
            Quantity = line.Quantity,
        };
    }

    private void AddUp(CheckoutSession session)
    {
        var lines = LinesOf(session).Data;
        session.AmountSubtotal = lines.Sum(line => line.AmountSubtotal);
        session.AmountTotal = lines.Sum(line => line.AmountTotal);
        session.TotalDetails = new TotalDetails(session.AmountSubtotal - session.AmountTotal);
    }
}
