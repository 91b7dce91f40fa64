using System.Globalization;

namespace CommunityIntel.Web.Languages;

/// <summary>Prices and invoices: amounts in a currency's smallest unit, written as the reader's culture does, with the amount's own currency.</summary>
public static class Amounts
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.OrdinalIgnoreCase) { ["eur"] = "€", ["usd"] = "$", ["gbp"] = "£", ["jpy"] = "¥" };

    /// <summary>Currencies without hundredths, and those with thousandths (Stripe, Currencies).</summary>
    private static readonly HashSet<string> Whole = new(StringComparer.OrdinalIgnoreCase)
        { "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf" };
    private static readonly HashSet<string> Thousandths = new(StringComparer.OrdinalIgnoreCase) { "bhd", "jod", "kwd", "omr", "tnd" };

    /// <summary>€25.00 · 25,00 €</summary>
    /// <param name="currency">ISO 4217, in either case.</param>
    public static string Of(long minor, string currency) => Write(minor, currency, DigitsOf(currency));

    /// <summary>As <see cref="Of"/>, without decimals when there are none: €25 · 25 €</summary>
    public static string Brief(long minor, string currency) => Write(minor, currency, minor % (long)Scale(DigitsOf(currency)) == 0 ? 0 : DigitsOf(currency));

    private static string Write(long minor, string currency, int decimals)
    {
        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = Symbols.GetValueOrDefault(currency) ?? (format.CurrencyPositivePattern is 0 or 2 ? currency.ToUpperInvariant() + "\u00a0" : currency.ToUpperInvariant());
        format.CurrencyDecimalDigits = decimals;
        return (minor / Scale(DigitsOf(currency))).ToString("C", format);
    }

    private static int DigitsOf(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    private static decimal Scale(int digits) => digits switch { 0 => 1, 3 => 1000, _ => 100 };
}
