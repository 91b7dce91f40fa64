using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Customers;

/// <summary>Makes, changes and deletes customers, and says so.</summary>
internal sealed class CustomerDesk(Account account, StripeClock clock, EventLog events, Cancellation cancellation)
{
    public Customer Create(Action<Customer> fill)
    {
        var customer = new Customer { Id = Ids.New("cus_", 14), Created = clock.Now, InvoicePrefix = Ids.New("", 8).ToUpperInvariant() };
        fill(customer);
        account.Customers.Add(customer);
        events.Publish(EventType.CustomerCreated, customer);
        return customer;
    }

    public void Change(Customer customer, Action change) => events.Change(EventType.CustomerUpdated, customer, change);

    /// <summary>Ends its subscriptions at once, as Stripe does.</summary>
    public void Delete(Customer customer)
    {
        foreach (var subscription in account.Subscriptions.All.Where(it => it.Customer == customer.Id && !it.HasEnded).ToList())
            cancellation.Now(subscription, reason: "cancellation_requested");
        customer.IsDeleted = true;
        events.Publish(EventType.CustomerDeleted, customer);
    }

    public void AddTaxId(Customer customer, string type, string value) =>
        customer.TaxIds.Add(new TaxId { Id = Ids.New("txi_1"), Created = clock.Now, Customer = customer.Id, Type = type, Value = value });

    /// <summary>The living customer that a parameter names.</summary>
    public static Customer Named(Account account, string id, string param = "customer") =>
        account.Customers.Find(id) is { IsDeleted: false } customer ? customer : throw RefusedException.NoSuch("customer", id, param);
}
