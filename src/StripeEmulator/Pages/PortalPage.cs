using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>What the portal looks like: everything, or the one thing that its flow is for.</summary>
internal sealed class PortalPage(Account account, InvoicePreview preview, ChangeReader changes, InvoiceDraft drafts)
{
    private static readonly (string Word, string English, string French)[] Reasons =
    [
        ("too_expensive", "It is too expensive", "C’est trop cher"),
        ("missing_features", "Something is missing", "Il manque des fonctions"),
        ("switched_service", "I found another service", "J’ai trouvé un autre service"),
        ("unused", "I do not use it enough", "Je ne l’utilise pas assez"),
        ("customer_service", "The customer service", "Le service client"),
        ("too_complex", "It is too complicated", "C’est trop compliqué"),
        ("low_quality", "The quality", "La qualité"),
        ("other", "Another reason", "Une autre raison"),
    ];

    public IResult Overview(Page page, PortalSession session, string? alert, bool done)
    {
        var (customer, features) = (account.Customers[session.Customer], account.PortalConfigurations[session.Configuration].Features);
        if (account.PortalConfigurations[session.Configuration].BusinessProfile.Headline is { } headline) page.Add($"<p>{headline}</p>");
        page.Alert(alert).Status(done ? page.T("Saved.", "Enregistré.") : null);
        Subscriptions(page, session, features, customer);
        if (features.PaymentMethodUpdate.Enabled) Card(page, session, customer);
        Invoices(page, session, features, customer);
        Back(page, session);
        return page.Show(page.T("Your subscription", "Votre abonnement"));
    }

    /// <summary>Choose another plan.</summary>
    public IResult Plans(Page page, PortalSession session, Subscription subscription, string? alert = null)
    {
        var features = account.PortalConfigurations[session.Configuration].Features.SubscriptionUpdate;
        var item = subscription.Items.Data[0];
        page.Alert(alert).Add($"<form method=\"get\" action=\"{session.Url.Path}/plan\"><input type=\"hidden\" name=\"subscription\" value=\"{subscription.Id}\"><fieldset><legend>{page.T("Plan", "Formule")}</legend>");
        foreach (var price in Offered(features, subscription))
            page.Add($"<label class=\"choice\"><input type=\"radio\" name=\"price\" value=\"{price.Id}\" required{new Raw(price == item.Price ? " checked" : "")}> <span>{Label(page, price, subscription.Currency)}</span></label>");
        page.Add($"</fieldset>");
        if (features.DefaultAllowedUpdates.Contains("quantity")) page.Field("quantity", page.T("Quantity", "Quantité"), item.Quantity.ToString(System.Globalization.CultureInfo.InvariantCulture), "number", required: true);
        page.Add($"<p class=\"buttons\"><button>{page.T("Continue", "Continuer")}</button><a class=\"button plain\" href=\"{session.Url.Path}\">{page.T("Go back", "Retour")}</a></p></form>");
        return page.Show(page.T("Change plan", "Changer de formule"));
    }

    /// <summary>What the change costs, before it is made.</summary>
    public IResult Confirm(Page page, PortalSession session, Subscription subscription, Price price, long? quantity, string? alert = null)
    {
        var proration = account.PortalConfigurations[session.Configuration].Features.SubscriptionUpdate.ProrationBehavior;
        var change = changes.Read(subscription, changes.Sold(price.Id, subscription.Currency, "price"), quantity, proration);
        var invoice = preview.Of(change);
        page.Alert(alert).Add($"<p><b>{Label(page, price, subscription.Currency)}</b> × {change.Items[0].Quantity}</p><table>");
        foreach (var line in invoice.Lines.Data) page.Add($"<tr><td>{line.Description}</td><td>{page.Money(line.Amount, line.Currency)}</td></tr>");
        var when = change.BillsAtOnce ? page.T("Due today:", "À payer aujourd’hui :") : page.T("Due with the next invoice:", "À payer avec la prochaine facture :");
        page.Add($"</table><p class=\"total\">{when} {page.Money(invoice.AmountDue, invoice.Currency)}</p>");
        page.Add($"<form method=\"post\" action=\"{session.Url.Path}/plan\"><input type=\"hidden\" name=\"subscription\" value=\"{subscription.Id}\"><input type=\"hidden\" name=\"price\" value=\"{price.Id}\"><input type=\"hidden\" name=\"quantity\" value=\"{change.Items[0].Quantity}\">");
        page.Add($"<p class=\"buttons\"><button>{page.T("Confirm", "Confirmer")}</button><a class=\"button plain\" href=\"{session.ReturnUrl ?? session.Url.Path}\">{page.T("Go back", "Retour")}</a></p></form>");
        return page.Show(page.T("Confirm your change", "Confirmer le changement"));
    }

    public IResult Cancel(Page page, PortalSession session, Subscription subscription, string? alert = null)
    {
        var feature = account.PortalConfigurations[session.Configuration].Features.SubscriptionCancel;
        page.Alert(alert).Add($"<p>{Name(subscription)}</p><p>{(feature.Mode == "immediately"
            ? page.T("It ends at once.", "Il prend fin immédiatement.")
            : page.T($"It stays usable until {page.Day(subscription.PeriodEnd)} and then ends.", $"Il reste utilisable jusqu’au {page.Day(subscription.PeriodEnd)}, puis prend fin."))}</p>");
        page.Add($"<form method=\"post\" action=\"{session.Url.Path}/cancel\"><input type=\"hidden\" name=\"subscription\" value=\"{subscription.Id}\">");
        if (feature.CancellationReason.Enabled)
        {
            page.Add($"<p class=\"field\"><label for=\"feedback\">{page.T("Why? (optional)", "Pourquoi ? (facultatif)")}</label><select id=\"feedback\" name=\"feedback\"><option value=\"\"></option>");
            foreach (var (word, english, french) in Reasons.Where(it => feature.CancellationReason.Options.Contains(it.Word))) page.Add($"<option value=\"{word}\">{page.T(english, french)}</option>");
            page.Add($"</select></p>");
        }
        page.Add($"<p class=\"buttons\"><button>{page.T("Cancel subscription", "Résilier l’abonnement")}</button><a class=\"button plain\" href=\"{session.Url.Path}\">{page.T("Go back", "Retour")}</a></p></form>");
        return page.Show(page.T("Cancel your subscription", "Résilier votre abonnement"));
    }

    public IResult CardOnly(Page page, PortalSession session, string? alert = null)
    {
        page.Alert(alert);
        Card(page, session, account.Customers[session.Customer]);
        Back(page, session);
        return page.Show(page.T("Payment method", "Moyen de paiement"));
    }

    /// <summary>The prices of the configuration that can be subscribed to now.</summary>
    public IEnumerable<Price> Offered(UpdateFeature features, Subscription subscription) => features.Products.SelectMany(it => it.Prices).Select(id => account.Prices[id])
        .Where(price => price is { Active: true, Recurring: not null } && price.AmountIn(subscription.Currency) is not null);

    private void Subscriptions(Page page, PortalSession session, PortalFeatures features, Customer customer)
    {
        foreach (var subscription in account.Subscriptions.NewestFirst.Where(it => it.Customer == customer.Id && !it.HasEnded))
        {
            var item = subscription.Items.Data[0];
            page.Add($"<section aria-label=\"{Name(subscription)}\"><h2>{Name(subscription)}</h2><p>{item.Quantity} × {Label(page, item.Price, subscription.Currency)} · <b>{page.StatusOf(subscription.Status)}</b></p>");
            page.Add($"<p class=\"soft\">{When(page, subscription)}</p><div class=\"buttons\">");
            Actions(page, session, features, subscription);
            page.Add($"</div></section>");
        }
    }

    private static void Actions(Page page, PortalSession session, PortalFeatures features, Subscription subscription)
    {
        var path = session.Url.Path;
        if (subscription.CancelAt is not null)
            page.Add($"<form method=\"post\" action=\"{path}/keep\"><input type=\"hidden\" name=\"subscription\" value=\"{subscription.Id}\"><button>{page.T("Keep subscription", "Conserver l’abonnement")}</button></form>");
        if (features.SubscriptionUpdate.Enabled && subscription.CancelAt is null) page.Add($"<a class=\"button\" href=\"{path}/plans?subscription={subscription.Id}\">{page.T("Change plan", "Changer de formule")}</a>");
        if (features.SubscriptionCancel.Enabled && subscription.CancelAt is null) page.Add($"<a class=\"button plain\" href=\"{path}/cancel?subscription={subscription.Id}\">{page.T("Cancel subscription", "Résilier l’abonnement")}</a>");
    }

    private static string When(Page page, Subscription subscription) => subscription switch
    {
        { CancelAt: { } end } => page.T("Ends on ", "Prend fin le ") + page.Day(end),
        { Status: "trialing", TrialEnd: { } trial } => page.T("Free until ", "Gratuit jusqu’au ") + page.Day(trial),
        _ => page.T("Renews on ", "Se renouvelle le ") + page.Day(subscription.PeriodEnd),
    };

    private void Card(Page page, PortalSession session, Customer customer)
    {
        var card = account.PaymentMethods.Find(customer.InvoiceSettings.DefaultPaymentMethod)
            ?? account.Subscriptions.NewestFirst.Where(it => it.Customer == customer.Id && !it.HasEnded).Select(drafts.MethodOf).FirstOrDefault();
        page.Add($"<section><h2>{page.T("Payment method", "Moyen de paiement")}</h2>");
        if (card is not null) page.Add($"<p>{card.Card.Brand} •••• {card.Card.Last4}</p>");
        page.Add($"<form method=\"post\" action=\"{session.Url.Path}/card\">").CardFields();
        page.Add($"<p class=\"buttons\"><button>{page.T("Save card", "Enregistrer la carte")}</button></p></form></section>");
    }

    private void Invoices(Page page, PortalSession session, PortalFeatures features, Customer customer)
    {
        var shown = account.Invoices.NewestFirst.Where(it => it.Customer == customer.Id && it.Number is not null && (features.InvoiceHistory.Enabled || it.Status == "open")).ToList();
        if (shown.Count == 0) return;
        page.Add($"<section><h2>{page.T("Invoices", "Factures")}</h2><table>");
        foreach (var invoice in shown)
        {
            page.Add($"<tr><td><a href=\"{invoice.HostedInvoiceUrl!.Value.Path}\">{invoice.Number}</a><br><span class=\"soft\">{page.Day(invoice.Created)}</span></td><td>{page.StatusOf(invoice.Status)}</td><td>{page.Money(invoice.AmountDue, invoice.Currency)}");
            if (invoice.Status == "open") page.Add($"<form method=\"post\" action=\"{session.Url.Path}/pay\"><input type=\"hidden\" name=\"invoice\" value=\"{invoice.Id}\"><button aria-label=\"{page.T("Pay", "Payer")} {invoice.Number}\">{page.T("Pay", "Payer")}</button></form>");
            page.Add($"</td></tr>");
        }
        page.Add($"</table></section>");
    }

    private static void Back(Page page, PortalSession session)
    {
        if (session.ReturnUrl is { } address) page.Add($"<p class=\"buttons\"><a class=\"button plain\" href=\"{address}\">{page.T("Return", "Revenir")}</a></p>");
    }

    private string Name(Subscription subscription) => drafts.ProductOf(subscription.Items.Data[0]);

    private string Label(Page page, Price price, string currency) =>
        $"{account.Products[price.Product].Name} – {page.Money(price.AmountIn(currency)!.Value, currency)} {page.Every(price.Recurring!.Interval, price.Recurring.IntervalCount)}";
}
