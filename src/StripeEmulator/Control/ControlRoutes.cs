using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Control;

/// <summary>The side door for demos and tests, on loopback like everything here: time and customers as if they had acted.</summary>
internal sealed class ControlRoutes(Account account, StripeClock clock, Lifecycle lifecycle, RequestFaults faults, Cashier cashier, CustomerDesk customers, CheckoutDesk checkout, PortalDesk portal)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/clock", () => Locked(View));
        control.MapPost("/clock/advance", (ClockAdvance advance) => Locked(() => Advance(advance.By)));
        control.MapPost("/faults", (RequestFault fault) => faults.Add(fault));
        control.MapDelete("/faults", faults.Clear);
        control.MapPost("/invoices/{id}/dispute", (string id, NewDispute given) => Locked(() => new Created(cashier.Dispute(ChargeOf(id), given.Reason).Id)));
        control.MapPost("/invoices/{id}/refund", (string id, NewRefund given) => Locked(() => new Created(cashier.Refund(ChargeOf(id), given.Amount, "requested_by_customer").Id)));
        control.MapPost("/invoices/{id}/pay", (string id, InvoicePaymentRequest given) => Locked(() => portal.Pay(Found(account.Invoices, id), given.CardNumber is null ? null : Card(given.CardNumber))));
        control.MapPost("/disputes/{id}/close", (string id, DisputeEnd end) => Locked(() => cashier.Close(Found(account.Disputes, id), end.Won)));
        control.MapDelete("/customers/{id}", (string id) => Locked(() => customers.Delete(Found(account.Customers, id))));
        control.MapPut("/customers/{id}/card", (string id, NewCard given) => Locked(() => portal.ChangeCard(Found(account.Customers, id), Card(given.CardNumber), given.PayOpenInvoices)));
        control.MapPost("/checkout/{id}/complete", (string id, CheckoutCompletion given) => Locked(() => Complete(Found(account.CheckoutSessions, id), given)));
        control.MapPost("/checkout/{id}/expire", (string id) => Locked(() => checkout.Expire(Found(account.CheckoutSessions, id))));
        control.MapPost("/subscriptions/{id}/cancel", (string id, CancelRequest given) => Locked(() => portal.Cancel(Found(account.Subscriptions, id), given.AtPeriodEnd)));
        control.MapPost("/subscriptions/{id}/keep", (string id) => Locked(() => portal.Keep(Found(account.Subscriptions, id))));
        control.MapPost("/subscriptions/{id}/plan", (string id, PlanChange given) => Locked(() => portal.ChangePlan(Found(account.Subscriptions, id), given.Price, given.Quantity, given.Proration)));
        control.MapGet("/subscriptions", () => Locked(() => account.Subscriptions.All.Select(View).ToList()));
    }

    private ClockView View() => new(DateTimeOffset.FromUnixTimeSeconds(clock.Now), TimeSpan.FromSeconds(clock.Offset));

    private ClockView Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero) throw RefusedException.Invalid("Time only goes on.");
        lifecycle.Advance((long)by.TotalSeconds);
        return View();
    }

    private CheckoutOutcome Complete(CheckoutSession session, CheckoutCompletion given)
    {
        var refusal = checkout.Complete(session, new CheckoutForm(given.CardNumber, given.PromotionCode, given.Email ?? (session.Customer is null ? "customer@example.org" : null), given.Name, given.TaxId));
        return new CheckoutOutcome(refusal.ToString(), session.Subscription, session.Customer);
    }

    private Charge ChargeOf(string invoiceId) =>
        account.Charges.Find(account.PaymentIntents.Find(Found(account.Invoices, invoiceId).PaymentIntent)?.LatestCharge) is { Paid: true } charge
            ? charge
            : throw RefusedException.Invalid("This invoice was not paid by a card.");

    private static TestCard Card(string number) => TestCard.Find(number) ?? throw RefusedException.Invalid("No such test card.");

    private SubscriptionView View(Subscription it)
    {
        var item = it.Items.Data[0];
        return new SubscriptionView(it.Id, it.Customer, it.Status, item.Price.Id, item.Price.LookupKey, item.Price.Product, item.Quantity, Time(it.PeriodStart), Time(it.PeriodEnd), it.CancelAtPeriodEnd,
            it.TrialEnd is { } trial ? Time(trial) : null, it.EndedAt is { } ended ? Time(ended) : null, it.LatestInvoice, it.Metadata, account.Customers[it.Customer].Metadata);
    }

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static T Found<T>(Shelf<T> shelf, string id) where T : StripeObject => shelf.Find(id) ?? throw RefusedException.NotFound(typeof(T).Name, id);

    private IResult Locked(Action act) => Locked<object?>(() =>
    {
        act();
        return null;
    });

    private IResult Locked<T>(Func<T> act)
    {
        lock (account.Gate)
        {
            lifecycle.CatchUp();
            try
            {
                return Results.Json(act(), StripeControl.Json);
            }
            catch (RefusedException refused)
            {
                return Results.Text(refused.Message, statusCode: refused.Status);
            }
            finally
            {
                account.Changed();
            }
        }
    }
}
