using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>The portal's addresses: what is shown, and what its buttons do.</summary>
internal sealed class PortalActions(Account account, PortalDesk desk, PortalPage pages, Lifecycle lifecycle)
{
    private sealed record Visit(PortalSession Session, Page Page, Func<string, string?> Given)
    {
        public PortalFeatures FeaturesIn(Account account) => account.PortalConfigurations[Session.Configuration].Features;
    }

    public void Map(IEndpointRouteBuilder app)
    {
        Show(app, "", visit => Front(visit, alert: null, done: visit.Given("done") is not null));
        Show(app, "/plans", visit => pages.Plans(visit.Page, visit.Session, Subscription(visit)));
        Show(app, "/plan", visit => pages.Confirm(visit.Page, visit.Session, Subscription(visit), Offered(visit), Quantity(visit)));
        Show(app, "/cancel", visit => pages.Cancel(visit.Page, visit.Session, Subscription(visit)));
        Do(app, "/plan", ChangePlan);
        Do(app, "/cancel", Cancel);
        Do(app, "/keep", visit => desk.Keep(Subscription(visit)));
        Do(app, "/card", ChangeCard);
        Do(app, "/pay", visit => desk.Pay(account.Invoices.Find(visit.Given("invoice")) is { } invoice && invoice.Customer == visit.Session.Customer ? invoice : throw RefusedException.NotFound("invoice", ""), card: null));
    }

    private void Show(IEndpointRouteBuilder app, string path, Func<Visit, IResult> show) =>
        app.MapGet("/p/session/{token}" + path, (string token, HttpRequest request) => Locked(token, request, name => request.Query[name], visit => show(visit)));

    private void Do(IEndpointRouteBuilder app, string path, Action<Visit> act) => app.MapPost("/p/session/{token}" + path, async (string token, HttpRequest request) =>
    {
        var form = await request.ReadFormAsync();
        return Locked(token, request, name => form[name], visit =>
        {
            act(visit);
            return new SeeOther(visit.Session.Flow?.AfterCompletion.Redirect?.ReturnUrl ?? visit.Session.Url.Path + "?done=1");
        });
    });

    private IResult Locked(string token, HttpRequest request, Func<string, string?> given, Func<Visit, IResult> answer)
    {
        lock (account.Gate)
        {
            lifecycle.CatchUp();
            if (account.PortalSessions.All.FirstOrDefault(it => it.Url.Path == "/p/session/" + token) is not { } session || account.Customers[session.Customer].IsDeleted) return Page.For(request, null).Gone();
            var visit = new Visit(session, Page.For(request, session.Locale), given);
            try
            {
                return answer(visit);
            }
            catch (RefusedException refused)
            {
                return Front(visit, visit.Page.Of(refused), done: false);
            }
            finally
            {
                account.Changed();
            }
        }
    }

    /// <summary>Everything, or what the flow is for until that is done.</summary>
    private IResult Front(Visit visit, string? alert, bool done)
    {
        var (session, page) = (visit.Session, visit.Page);
        var flow = done ? null : session.Flow;
        if (flow?.SubscriptionUpdate is { } update && Living(update.Subscription) is { } updated) return pages.Plans(page, session, updated, alert);
        if (flow?.SubscriptionCancel is { } cancel && Living(cancel.Subscription) is { } cancelled) return pages.Cancel(page, session, cancelled, alert);
        if (flow?.SubscriptionUpdateConfirm is { } confirm && Living(confirm.Subscription) is { } confirmed)
            return pages.Confirm(page, session, confirmed, account.Prices[confirm.Items[0].Price], confirm.Items[0].Quantity, alert);
        return flow?.Type == "payment_method_update" ? pages.CardOnly(page, session, alert) : pages.Overview(page, session, alert, done);
    }

    private void ChangePlan(Visit visit)
    {
        var (subscription, features) = (Subscription(visit), visit.FeaturesIn(account).SubscriptionUpdate);
        desk.ChangePlan(subscription, Offered(visit).Id, Quantity(visit), features.ProrationBehavior);
    }

    /// <summary>The chosen price, when this portal offers it.</summary>
    private Price Offered(Visit visit)
    {
        var (id, flow) = (visit.Given("price") ?? "", visit.Session.Flow?.SubscriptionUpdateConfirm);
        if (flow is not null && flow.Items.Any(item => item.Price == id)) return account.Prices[id];
        return pages.Offered(visit.FeaturesIn(account).SubscriptionUpdate, Subscription(visit)).FirstOrDefault(it => it.Id == id) ?? throw RefusedException.NoSuch("price", id, "price");
    }

    private void Cancel(Visit visit)
    {
        var feature = visit.FeaturesIn(account).SubscriptionCancel;
        var details = new CancellationDetails(null, visit.Given("feedback") is { Length: > 0 } feedback ? feedback : null, null);
        desk.Cancel(Subscription(visit), feature.Mode == "at_period_end", details, feature.ProrationBehavior);
    }

    private void ChangeCard(Visit visit)
    {
        if (TestCard.Find(visit.Given("card_number")) is not { } card) throw new RefusedException(StatusCodes.Status400BadRequest, "card_error", "incorrect_number", visit.Page.Of(CheckoutRefusal.CardUnknown)!);
        desk.ChangeCard(account.Customers[visit.Session.Customer], card, payOpenInvoices: false);
    }

    private Subscription Subscription(Visit visit) => Living(visit.Given("subscription")) is { } subscription && subscription.Customer == visit.Session.Customer
        ? subscription
        : throw RefusedException.NotFound("subscription", visit.Given("subscription") ?? "");

    private Subscription? Living(string? id) => account.Subscriptions.Find(id) is { HasEnded: false } subscription ? subscription : null;

    private static long? Quantity(Visit visit) => long.TryParse(visit.Given("quantity"), out var quantity) && quantity > 0 ? quantity : null;
}
