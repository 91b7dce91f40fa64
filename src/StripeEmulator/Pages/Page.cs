using System.Globalization;
using System.Net;
using System.Text;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>A page in the making: plain HTML without script, in English or French.</summary>
internal sealed class Page(bool french)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly Dictionary<string, string> Signs = new() { ["eur"] = "€", ["usd"] = "$", ["gbp"] = "£", ["jpy"] = "¥" };
    private readonly StringBuilder body = new();

    /// <param name="locale">The session's; null or <c>auto</c> leaves it to the browser.</param>
    public static Page For(HttpRequest request, string? locale) => new((locale is null or "auto" ? request.Headers.AcceptLanguage.ToString() : locale).StartsWith("fr", StringComparison.OrdinalIgnoreCase));

    public string T(string english, string frenchText) => french ? frenchText : english;

    /// <summary>Adds HTML; what is put in is encoded, unless it is <see cref="Raw"/>.</summary>
    public Page Add(FormattableString html)
    {
        body.Append(string.Format(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(it => it is Raw raw ? raw.Html : WebUtility.HtmlEncode(Convert.ToString(it, CultureInfo.InvariantCulture)))]));
        return this;
    }

    public Page Alert(string? text) => string.IsNullOrEmpty(text) ? this : Add($"<p role=\"alert\" class=\"alert\">{text}</p>");

    public Page Status(string? text) => string.IsNullOrEmpty(text) ? this : Add($"<p role=\"status\" class=\"status\">{text}</p>");

    /// <summary>A labelled text field.</summary>
    public Page Field(string name, string label, string? value = null, string type = "text", bool required = false, string? autocomplete = null) =>
        Add($"<p class=\"field\"><label for=\"{name}\">{label}</label><input id=\"{name}\" name=\"{name}\" type=\"{type}\" value=\"{value}\" autocomplete=\"{autocomplete ?? "off"}\"{new Raw(required ? " required" : "")}></p>");

    /// <summary>Card number, expiry and security code; only the number matters.</summary>
    public Page CardFields(string number = "4242 4242 4242 4242", bool required = true)
    {
        Field("card_number", T("Card number", "Numéro de carte"), number, required: required);
        Add($"<div class=\"row\">");
        Field("card_expiry", T("Expiry date", "Date d’expiration"), "12 / 34");
        Field("card_cvc", T("Security code", "Code de sécurité"), "123");
        Add($"</div>");
        return Add($"<p class=\"soft\">{T("Test cards: 4000 0000 0000 0002 is declined, 4000 0000 0000 0341 fails later.", "Cartes de test : 4000 0000 0000 0002 est refusée, 4000 0000 0000 0341 échoue plus tard.")}</p>");
    }

    /// <summary>25,00 € or €25.00.</summary>
    /// <param name="amount">Minor units.</param>
    public string Money(long amount, string currency)
    {
        var (places, sign) = (currency == "jpy" ? 0 : 2, Signs.GetValueOrDefault(currency, currency.ToUpperInvariant() + (french ? "" : "\u00a0")));
        var number = Math.Abs(places == 0 ? amount : amount / 100m).ToString("N" + places, french ? French : English);
        return (amount < 0 ? "−" : "") + (french ? $"{number}\u00a0{sign}" : sign + number);
    }

    public string Day(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("d MMMM yyyy", french ? French : English);

    /// <summary>“per month” and the like.</summary>
    public string Every(string interval, int count) => (interval, count) switch
    {
        ("day", 1) => T("per day", "par jour"),
        ("week", 1) => T("per week", "par semaine"),
        ("month", 1) => T("per month", "par mois"),
        ("year", 1) => T("per year", "par an"),
        ("day", _) => T($"every {count} days", $"tous les {count} jours"),
        ("week", _) => T($"every {count} weeks", $"toutes les {count} semaines"),
        ("month", _) => T($"every {count} months", $"tous les {count} mois"),
        _ => T($"every {count} years", $"tous les {count} ans"),
    };

    public IResult Show(string title, int status = StatusCodes.Status200OK) => Results.Content(PageFrame.Of(french ? "fr" : "en", title, body.ToString(),
        T("Local Stripe: a simulation on this machine. No money moves.", "Stripe local : une simulation sur cette machine. Aucun argent ne circule.")), "text/html; charset=utf-8", Encoding.UTF8, status);

    public IResult Gone() => Add($"<p>{T("This page does not exist, or no longer.", "Cette page n’existe pas, ou plus.")}</p>").Show(T("Not found", "Introuvable"), StatusCodes.Status404NotFound);
}

/// <summary>HTML that is put in as it is.</summary>
internal readonly record struct Raw(string Html);
