using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>The checkout, as a customer sees it.</summary>
internal sealed class CheckoutPage(Account account, CheckoutDesk desk, Lifecycle lifecycle)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/c/pay/{id}", (string id, HttpRequest request) => Locked(() => Show(id, request)));
        app.MapPost("/c/pay/{id}", async (string id, HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return Locked(() => Act(id, request, form));
        });
    }

    private IResult Locked(Func<IResult> answer)
    {
        lock (account.Gate)
        {
            lifecycle.CatchUp();
            var result = answer();
            account.Changed();
            return result;
        }
    }

    private IResult Act(string id, HttpRequest request, IFormCollection form)
    {
        if (account.CheckoutSessions.Find(id) is not { Status: "open" } session) return Show(id, request);
        var code = form["promotion_code"].ToString();
        if (form["action"] == "cancel" && session.CancelUrl is { } cancel) return new SeeOther(cancel);
        if (form["action"] == "apply") return Show(id, request, desk.UsePromotionCode(session, code), code: code);
        var refusal = desk.Complete(session, new CheckoutForm(form["card_number"], IsApplied(session, code) ? null : code, form["email"], form["name"], form["tax_id"]));
        return refusal == CheckoutRefusal.None ? See(session) : Show(id, request, refusal, form["card_number"], code);
    }

    private bool IsApplied(CheckoutSession session, string code) => desk.DiscountsOf(session).Any(it => code.Equals(it.Code?.Code, StringComparison.OrdinalIgnoreCase));

    private static SeeOther See(CheckoutSession session) =>
        new SeeOther(session.SuccessUrl.Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal));

    private IResult Show(string id, HttpRequest request, CheckoutRefusal refusal = CheckoutRefusal.None, string? card = null, string? code = null)
    {
        var session = account.CheckoutSessions.Find(id);
        var page = Page.For(request, session?.Locale);
        if (session is null) return page.Gone();
        if (session.Status == "complete") return page.Add($"<p>{page.T("Thank you. This checkout is complete.", "Merci. Ce paiement est terminé.")}</p>").Show(page.T("Done", "Terminé"));
        if (session.Status == "expired") return page.Add($"<p>{page.T("This checkout has expired. Please start again.", "Ce paiement a expiré. Veuillez recommencer.")}</p>").Show(page.T("Expired", "Expiré"));
        page.Alert(page.Of(refusal));
        Summary(page, session);
        Form(page, session, card, code);
        return page.Show(page.T("Subscribe", "S’abonner"));
    }

    private void Summary(Page page, CheckoutSession session)
    {
        page.Add($"<table><caption class=\"soft\">{page.T("Your order", "Votre commande")}</caption>");
        foreach (var line in session.Lines)
        {
            var price = account.Prices[line.Price];
            var amount = price.AmountIn(session.Currency)!.Value;
            page.Add($"<tr><td><b>{account.Products[price.Product].Name}</b><br><span class=\"soft\">{page.T("Quantity:", "Quantité :")} {line.Quantity} × {page.Money(amount, session.Currency)} {page.Every(price.Recurring!.Interval, price.Recurring.IntervalCount)}</span></td>");
            page.Add($"<td>{page.Money(amount * line.Quantity, session.Currency)}</td></tr>");
        }
        foreach (var (coupon, code) in desk.DiscountsOf(session))
            page.Add($"<tr><td>{page.T("Discount", "Remise")} {code?.Code ?? coupon.Name ?? coupon.Id}</td><td>{(coupon.PercentOff is { } percent ? $"−{percent:0.##}\u00a0%" : page.Money(-coupon.AmountOff!.Value, session.Currency))}</td></tr>");
        page.Add($"</table><p class=\"total\">{page.T("Due today:", "À payer aujourd’hui :")} {page.Money(session.AmountTotal, session.Currency)}</p>");
        if (desk.TrialEndOf(session) is { } trialEnd) page.Add($"<p>{page.T("Free trial until", "Essai gratuit jusqu’au")} {page.Day(trialEnd)}.</p>");
    }

    private void Form(Page page, CheckoutSession session, string? card, string? code)
    {
        var customer = account.Customers.Find(session.Customer);
        var needsCard = session.PaymentMethodCollection == "always" || session.AmountTotal > 0;
        page.Add($"<form method=\"post\">");
        if (session.AllowPromotionCodes == true)
        {
            page.Field("promotion_code", page.T("Promotion code", "Code promotionnel"), code ?? desk.DiscountsOf(session).Select(it => it.Code?.Code).FirstOrDefault());
            page.Add($"<p class=\"buttons\"><button name=\"action\" value=\"apply\" class=\"plain\" formnovalidate>{page.T("Apply", "Appliquer")}</button></p>");
        }
        if (customer?.Email is null) page.Field("email", page.T("Email", "E-mail"), session.CustomerEmail, "email", required: true, "email");
        page.Field("name", page.T("Name or company", "Nom ou société"), customer?.Name, autocomplete: "name");
        if (session.TaxIdCollection.Enabled) page.Field("tax_id", page.T("VAT number (companies)", "Numéro de TVA (entreprises)"), customer?.TaxIds.FirstOrDefault()?.Value);
        page.CardFields(card ?? (needsCard ? "4242 4242 4242 4242" : ""), required: needsCard);
        page.Add($"<p class=\"buttons\"><button name=\"action\" value=\"pay\">{page.T("Pay", "Payer")} {page.Money(session.AmountTotal, session.Currency)}</button>");
        if (session.CancelUrl is not null) page.Add($"<button name=\"action\" value=\"cancel\" class=\"plain\" formnovalidate>{page.T("Cancel", "Annuler")}</button>");
        page.Add($"</p></form>");
    }
}
