using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

/// <summary>Saves cards for customers.</summary>
internal sealed class PaymentMethodDesk(Account account, StripeClock clock, EventLog events)
{
    public PaymentMethod Create(TestCard card, int expMonth = 12, int? expYear = null, string? email = null, string? name = null) =>
        account.PaymentMethods.Add(new PaymentMethod
        {
            Id = Ids.New("pm_1"),
            Created = clock.Now,
            Number = card.Number,
            Card = new CardDetails(card.Brand, card.Last4, expMonth, expYear ?? DateTimeOffset.FromUnixTimeSeconds(clock.Now).Year + 4),
            BillingDetails = new BillingDetails(email, name),
        });

    public IEnumerable<PaymentMethod> Of(string customer) => account.PaymentMethods.NewestFirst.Where(it => it.Customer == customer);

    /// <summary>Refuses what is no payment method, or cannot be saved.</summary>
    public void Check(string id, string param = "payment_method")
    {
        var card = account.PaymentMethods.Find(id)?.Behaviour() ?? TestCard.OfToken(id) ?? throw RefusedException.NoSuch("PaymentMethod", id, param);
        if (!card.Attaches) throw RefusedException.Declined(card.Error!, card.DeclineCode, card.Message);
    }

    /// <summary>Saves a payment method, or a new one of a test id, for a customer.</summary>
    public PaymentMethod Attach(string id, Customer customer)
    {
        Check(id);
        var method = account.PaymentMethods.Find(id) ?? Create(TestCard.OfToken(id)!);
        if (method.Customer is { } owner && owner != customer.Id)
            throw RefusedException.Invalid("The payment method you provided has already been attached to a customer.", "payment_method");
        if (method.Customer == customer.Id) return method;
        method.Customer = customer.Id;
        events.Publish(EventType.PaymentMethodAttached, method);
        return method;
    }

    public void Detach(PaymentMethod method)
    {
        foreach (var subscription in account.Subscriptions.All.Where(it => it.DefaultPaymentMethod == method.Id)) subscription.DefaultPaymentMethod = null;
        if (account.Customers.Find(method.Customer) is { } customer && customer.InvoiceSettings.DefaultPaymentMethod == method.Id)
            events.Change(EventType.CustomerUpdated, customer, () => customer.InvoiceSettings.DefaultPaymentMethod = null);
        method.Customer = null;
        events.Publish(EventType.PaymentMethodDetached, method);
    }
}
