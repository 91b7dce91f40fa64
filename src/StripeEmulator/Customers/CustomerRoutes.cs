using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Customers;

internal sealed class CustomerRoutes(Account account, CustomerDesk desk, PaymentMethodDesk paymentMethods, Expansion expansion)
{
    private const string Fields = "name email description phone metadata[*] address[*] shipping[**] balance preferred_locales[*] tax_exempt tax[**] "
        + "invoice_settings[default_payment_method] invoice_settings[footer] next_invoice_sequence ";

    public void Map(ApiRoutes api)
    {
        api.Post("/customers", Fields + "payment_method tax_id_data[*][type] tax_id_data[*][value]", Create);
        api.Post("/customers/{id}", Fields, Update);
        api.Get("/customers", Paging.Accepted + "email", List);
        api.Get("/customers/{id}", "", call => Find(call) is { IsDeleted: false } customer ? customer : new Deleted(call.Id, "customer"));
        api.Delete("/customers/{id}", "", Delete);
        api.Get("/customers/{id}/payment_methods", Paging.Accepted + "type allow_redisplay", call => paymentMethods.Of(Find(call).Id).Page(call));
        expansion.OnRequest("customer", "tax_ids", id => new ListOf<TaxId> { Data = account.Customers[id].TaxIds, Url = $"/v1/customers/{id}/tax_ids" });
        expansion.OnRequest("customer", "subscriptions", id => new ListOf<StripeObject>
        {
            Data = [.. account.Subscriptions.NewestFirst.Where(it => it.Customer == id && !it.HasEnded)],
            Url = $"/v1/customers/{id}/subscriptions",
        });
    }

    private Customer Create(ApiCall call)
    {
        var given = call.Parameters;
        var payment = given.Given("payment_method");
        if (payment is not null) paymentMethods.Check(payment);
        var customer = desk.Create(it =>
        {
            Read(given, it);
            foreach (var taxId in given.Each("tax_id_data")) desk.AddTaxId(it, taxId.Required("type"), taxId.Required("value"));
        });
        if (payment is not null) paymentMethods.Attach(payment, customer);
        return customer;
    }

    private Customer Update(ApiCall call)
    {
        var customer = Living(call);
        if (call.Parameters.Part("invoice_settings")?.Given("default_payment_method") is { } card && account.PaymentMethods.Find(card)?.Customer != customer.Id)
            throw RefusedException.NoSuch("PaymentMethod", card, "invoice_settings[default_payment_method]");
        desk.Change(customer, () => Read(call.Parameters, customer));
        return customer;
    }

    private static void Read(Parameters given, Customer customer)
    {
        if (given.Has("name")) customer.Name = given.Given("name");
        if (given.Has("email")) customer.Email = given.Given("email");
        if (given.Has("description")) customer.Description = given.Given("description");
        if (given.Has("phone")) customer.Phone = given.Given("phone");
        if (given.Texts("preferred_locales") is { } locales) customer.PreferredLocales = locales;
        customer.Balance = given.Integer("balance") ?? customer.Balance;
        customer.TaxExempt = given.Choice("tax_exempt", "none", "exempt", "reverse") ?? customer.TaxExempt;
        customer.NextInvoiceSequence = (int)(given.Integer("next_invoice_sequence") ?? customer.NextInvoiceSequence);
        given.Merge("metadata", customer.Metadata);
        if (given.Part("address") is { } at)
            customer.Address = new Address(at.Given("city"), at.Given("country"), at.Given("line1"), at.Given("line2"), at.Given("postal_code"), at.Given("state"));
        if (given.Part("invoice_settings") is not { } settings) return;
        if (settings.Has("default_payment_method")) customer.InvoiceSettings.DefaultPaymentMethod = settings.Given("default_payment_method");
        if (settings.Has("footer")) customer.InvoiceSettings.Footer = settings.Given("footer");
    }

    private ListOf<Customer> List(ApiCall call)
    {
        var email = call.Parameters.Given("email");
        return account.Customers.NewestFirst.Where(it => !it.IsDeleted && (email is null || it.Email == email)).Page(call);
    }

    private Deleted Delete(ApiCall call)
    {
        desk.Delete(Living(call));
        return new Deleted(call.Id, "customer");
    }

    private Customer Living(ApiCall call) => Find(call) is { IsDeleted: false } customer ? customer : throw RefusedException.NotFound("customer", call.Id);

    private Customer Find(ApiCall call) => account.Customers.Find(call.Id) ?? throw RefusedException.NotFound("customer", call.Id);
}
