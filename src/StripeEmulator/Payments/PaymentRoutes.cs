using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

/// <summary>Charges, payment intents, refunds and disputes.</summary>
internal sealed class PaymentRoutes(Account account, Cashier cashier, Expansion expansion)
{
    public void Map(ApiRoutes api)
    {
        api.Get("/charges", Paging.Accepted + "customer payment_intent", call => Of(account.Charges, call, it => it.Customer, it => it.PaymentIntent));
        api.Get("/charges/{id}", "", call => Find(account.Charges, call, "charge"));
        api.Get("/payment_intents", Paging.Accepted + "customer", call => Of(account.PaymentIntents, call, it => it.Customer, it => it.Id));
        api.Get("/payment_intents/{id}", "", call => Find(account.PaymentIntents, call, "payment_intent"));
        api.Get("/disputes", Paging.Accepted + "charge payment_intent", Disputes);
        api.Get("/disputes/{id}", "", call => Find(account.Disputes, call, "dispute"));
        api.Post("/disputes/{id}/close", "", Close);
        api.Post("/refunds", "charge payment_intent amount reason metadata[*]", Refund);
        api.Get("/refunds", Paging.Accepted + "charge payment_intent", Refunds);
        api.Get("/refunds/{id}", "", call => Find(account.Refunds, call, "refund"));
        expansion.OnRequest("charge", "refunds", id => new ListOf<Refund> { Data = [.. account.Refunds.NewestFirst.Where(it => it.Charge == id)], Url = $"/v1/charges/{id}/refunds" });
    }

    private Refund Refund(ApiCall call)
    {
        var given = call.Parameters;
        var id = given.Given("charge") ?? account.PaymentIntents.Find(given.Given("payment_intent"))?.LatestCharge ?? throw RefusedException.Missing("charge");
        var charge = account.Charges.Find(id) ?? throw RefusedException.NoSuch("charge", id, "charge");
        return cashier.Refund(charge, given.Integer("amount"), given.Choice("reason", "duplicate", "fraudulent", "requested_by_customer"));
    }

    private Dispute Close(ApiCall call)
    {
        var dispute = Find(account.Disputes, call, "dispute");
        cashier.Close(dispute, won: false);
        return dispute;
    }

    private ListOf<Dispute> Disputes(ApiCall call)
    {
        var (charge, intent) = (call.Parameters.Given("charge"), call.Parameters.Given("payment_intent"));
        return account.Disputes.NewestFirst.Where(it => (charge is null || it.Charge == charge) && (intent is null || it.PaymentIntent == intent)).Page(call);
    }

    private ListOf<Refund> Refunds(ApiCall call)
    {
        var (charge, intent) = (call.Parameters.Given("charge"), call.Parameters.Given("payment_intent"));
        return account.Refunds.NewestFirst.Where(it => (charge is null || it.Charge == charge) && (intent is null || it.PaymentIntent == intent)).Page(call);
    }

    private static ListOf<T> Of<T>(Shelf<T> shelf, ApiCall call, Func<T, string> customerOf, Func<T, string> intentOf) where T : StripeObject
    {
        var (customer, intent) = (call.Parameters.Given("customer"), call.Parameters.Given("payment_intent"));
        return shelf.NewestFirst.Where(it => (customer is null || customerOf(it) == customer) && (intent is null || intentOf(it) == intent)).Page(call);
    }

    private static T Find<T>(Shelf<T> shelf, ApiCall call, string kind) where T : StripeObject => shelf.Find(call.Id) ?? throw RefusedException.NotFound(kind, call.Id);
}
