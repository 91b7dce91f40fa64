using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Invoices;

internal sealed class InvoiceRoutes(Account account, InvoiceDesk desk, InvoicePreview preview, EventLog events, PaymentMethodDesk paymentMethods, Expansion expansion)
{
    public void Map(ApiRoutes api)
    {
        api.Get("/invoices", Paging.Accepted + "customer subscription status collection_method", List);
        api.Post("/invoices/create_preview", InvoicePreview.Accepted, preview.Make);
        api.Get("/invoices/{id}", "", Find);
        api.Post("/invoices/{id}", "metadata[*] description default_payment_method auto_advance", Update);
        api.Post("/invoices/{id}/pay", "payment_method paid_out_of_band off_session forgive", Pay);
        api.Post("/invoices/{id}/finalize", "auto_advance", FinalizeDraft);
        api.Post("/invoices/{id}/void", "", Void);
        api.Get("/invoices/{id}/lines", Paging.Accepted, call => Enumerable.Reverse(Find(call).Lines.Data).Page(call));
        api.Get("/invoice_payments", Paging.Accepted + "invoice status payment[type] payment[payment_intent]", Payments);
        api.Get("/invoice_payments/{id}", "", call => account.InvoicePayments.Find(call.Id) ?? throw RefusedException.NotFound("invoice_payment", call.Id));
        expansion.OnRequest("invoice", "payments", id => new ListOf<InvoicePayment> { Data = [.. desk.PaymentsOf(account.Invoices[id])], Url = "/v1/invoice_payments" });
        expansion.OnRequest("invoice", "confirmation_secret", Secret);
    }

    private Invoice Update(ApiCall call)
    {
        var (invoice, given) = (Find(call), call.Parameters);
        if (given.Given("default_payment_method") is { } card && account.PaymentMethods.Find(card)?.Customer != invoice.Customer) throw RefusedException.NoSuch("PaymentMethod", card, "default_payment_method");
        var auto = given.Flag("auto_advance");
        events.Change(EventType.InvoiceUpdated, invoice, () =>
        {
            if (given.Has("description")) invoice.Description = given.Given("description");
            if (given.Has("default_payment_method")) invoice.DefaultPaymentMethod = given.Given("default_payment_method");
            invoice.AutoAdvance = auto ?? invoice.AutoAdvance;
            given.Merge("metadata", invoice.Metadata);
        });
        return invoice;
    }

    private Invoice Pay(ApiCall call)
    {
        var (invoice, given) = (Find(call), call.Parameters);
        if (invoice.Status == "paid") throw RefusedException.Invalid("Invoice is already paid", code: "invoice_already_paid");
        if (invoice.Status is "void" or "uncollectible") throw RefusedException.Invalid($"This invoice can no longer be paid because its status is {invoice.Status}.", code: "invoice_not_editable");
        if (given.Flag("paid_out_of_band") == true) desk.PayOutOfBand(invoice);
        else desk.Pay(invoice, given.Given("payment_method") is { } id ? paymentMethods.Attach(id, account.Customers[invoice.Customer]) : null);
        return invoice;
    }

    private Invoice FinalizeDraft(ApiCall call)
    {
        var invoice = Find(call);
        if (invoice.Status != "draft") throw RefusedException.Invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", code: "invoice_not_editable");
        desk.Finalize(invoice);
        return invoice;
    }

    private Invoice Void(ApiCall call)
    {
        var invoice = Find(call);
        if (invoice.Status != "open") throw RefusedException.Invalid("You can only void an open invoice.", code: "invoice_not_editable");
        desk.Void(invoice);
        return invoice;
    }

    private ListOf<Invoice> List(ApiCall call)
    {
        var given = call.Parameters;
        var (customer, subscription, status) = (given.Given("customer"), given.Given("subscription"), given.Choice("status", "draft", "open", "paid", "uncollectible", "void"));
        if (customer is not null && account.Customers.Find(customer) is null) throw RefusedException.NoSuch("customer", customer, "customer");
        return account.Invoices.NewestFirst
            .Where(it => (customer is null || it.Customer == customer) && (subscription is null || it.Subscription == subscription) && (status is null || it.Status == status)).Page(call);
    }

    private ListOf<InvoicePayment> Payments(ApiCall call)
    {
        var given = call.Parameters;
        var (invoice, status, intent) = (given.Given("invoice"), given.Given("status"), given.Part("payment")?.Given("payment_intent"));
        return account.InvoicePayments.NewestFirst
            .Where(it => (invoice is null || it.Invoice == invoice) && (status is null || it.Status == status) && (intent is null || it.Payment.PaymentIntent == intent)).Page(call);
    }

    private ConfirmationSecret? Secret(string id) =>
        account.PaymentIntents.Find(account.Invoices[id].PaymentIntent) is { } intent ? new ConfirmationSecret(intent.ClientSecret) : null;

    private Invoice Find(ApiCall call) => account.Invoices.Find(call.Id) ?? throw RefusedException.NotFound("invoice", call.Id);
}
