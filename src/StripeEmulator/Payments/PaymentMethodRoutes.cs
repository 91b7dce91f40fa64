using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

internal sealed class PaymentMethodRoutes(Account account, PaymentMethodDesk desk)
{
    public void Map(ApiRoutes api)
    {
        api.Post("/payment_methods", "type card[number] card[exp_month] card[exp_year] card[cvc] card[token] billing_details[name] billing_details[email] metadata[*]", Create);
        api.Get("/payment_methods", Paging.Accepted + "customer type", call => desk.Of(CustomerDesk.Named(account, call.Parameters.Required("customer")).Id).Page(call));
        api.Get("/payment_methods/{id}", "", Find);
        api.Post("/payment_methods/{id}/attach", "customer", call => desk.Attach(call.Id, CustomerDesk.Named(account, call.Parameters.Required("customer"))));
        api.Post("/payment_methods/{id}/detach", "", Detach);
    }

    private PaymentMethod Create(ApiCall call)
    {
        var given = call.Parameters;
        if (given.Required("type") != "card") throw RefusedException.Invalid("The local Stripe knows cards only.", "type");
        var card = given.Part("card") ?? throw RefusedException.Missing("card");
        var test = (card.Given("token") is { } token ? TestCard.OfToken(token) : TestCard.Find(card.Required("number")))
            ?? throw RefusedException.Declined("incorrect_number", null, "Your card number is incorrect.");
        var details = given.Part("billing_details");
        return desk.Create(test, (int)(card.Integer("exp_month") ?? 12), (int?)card.Integer("exp_year"), details?.Given("email"), details?.Given("name"));
    }

    private PaymentMethod Detach(ApiCall call)
    {
        var method = Find(call);
        if (method.Customer is null) throw RefusedException.Invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
        desk.Detach(method);
        return method;
    }

    private PaymentMethod Find(ApiCall call) => account.PaymentMethods.Find(call.Id) ?? throw RefusedException.NotFound("PaymentMethod", call.Id, "payment_method");
}
