using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>One invoice, to look at, to download and to pay.</summary>
internal sealed class InvoicePage(Account account, PortalDesk desk, Lifecycle lifecycle)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/i/{id}", (string id, HttpRequest request) => Locked(() => Show(id, request)));
        app.MapGet("/i/{id}/pdf", (string id, HttpRequest request) => Locked(() => Pdf(id, request)));
        app.MapPost("/i/{id}", async (string id, HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return Locked(() => Pay(id, request, form["card_number"]));
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

    private IResult Pay(string id, HttpRequest request, string? number)
    {
        if (account.Invoices.Find(id) is not { Status: "open" } invoice) return Show(id, request);
        var page = Page.For(request, LocaleOf(invoice));
        if (TestCard.Find(number) is not { } card) return Show(id, request, page.Of(Checkout.CheckoutRefusal.CardUnknown));
        try
        {
            desk.Pay(invoice, card);
            return new SeeOther("/i/" + id);
        }
        catch (RefusedException refused)
        {
            return Show(id, request, page.Of(refused));
        }
    }

    private IResult Show(string id, HttpRequest request, string? alert = null)
    {
        var invoice = account.Invoices.Find(id);
        var page = Page.For(request, invoice is null ? null : LocaleOf(invoice));
        if (invoice?.Number is null) return page.Gone();
        page.Alert(alert).Add($"<p class=\"total\">{page.Money(invoice.AmountDue, invoice.Currency)}</p><p>{page.StatusOf(invoice.Status)} · {page.Day(invoice.Created)} · {invoice.CustomerName ?? invoice.CustomerEmail}</p>");
        Lines(page, invoice);
        page.Add($"<p><a href=\"/i/{id}/pdf\">{page.T("Download PDF", "Télécharger le PDF")}</a></p>");
        if (invoice.Status == "open")
        {
            page.Add($"<form method=\"post\">").CardFields();
            page.Add($"<p class=\"buttons\"><button>{page.T("Pay", "Payer")} {page.Money(invoice.AmountRemaining, invoice.Currency)}</button></p></form>");
        }
        return page.Show($"{page.T("Invoice", "Facture")} {invoice.Number}");
    }

    private static void Lines(Page page, Invoice invoice)
    {
        page.Add($"<table>");
        foreach (var line in invoice.Lines.Data) page.Add($"<tr><td>{line.Description}</td><td>{page.Money(line.Amount, line.Currency)}</td></tr>");
        foreach (var discount in invoice.TotalDiscountAmounts.Where(it => it.Amount > 0)) page.Add($"<tr><td>{page.T("Discount", "Remise")}</td><td>{page.Money(-discount.Amount, invoice.Currency)}</td></tr>");
        if (invoice.Total != invoice.AmountDue) page.Add($"<tr><td>{page.T("Balance", "Solde")}</td><td>{page.Money(invoice.AmountDue - invoice.Total, invoice.Currency)}</td></tr>");
        page.Add($"<tr><th scope=\"row\">{page.T("Total", "Total")}</th><th>{page.Money(invoice.AmountDue, invoice.Currency)}</th></tr></table>");
    }

    private IResult Pdf(string id, HttpRequest request)
    {
        if (account.Invoices.Find(id) is not { Number: not null } invoice) return Page.For(request, null).Gone();
        var page = Page.For(request, LocaleOf(invoice));
        string[] lines =
        [
            $"{page.T("Invoice", "Facture")} {invoice.Number}", $"{page.Day(invoice.Created)}", invoice.CustomerName ?? invoice.CustomerEmail ?? "", "",
            .. invoice.Lines.Data.Select(line => $"{line.Description}: {page.Money(line.Amount, line.Currency)}"), "",
            $"{page.T("Total", "Total")}: {page.Money(invoice.AmountDue, invoice.Currency)} ({page.StatusOf(invoice.Status)})",
        ];
        return Results.Bytes(PdfText.Of(lines), "application/pdf", $"invoice-{invoice.Number}.pdf");
    }

    private string? LocaleOf(Invoice invoice) => account.Customers[invoice.Customer].PreferredLocales.FirstOrDefault();
}
