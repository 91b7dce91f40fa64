using System.Globalization;

namespace CommunityIntel.BotShard.Commands;

/// <summary>Amounts in their own currency, written as the reader's language does.</summary>
public static class Money
{
    private const int MinorDigits = 2;

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.OrdinalIgnoreCase) { ["eur"] = "€", ["usd"] = "$", ["gbp"] = "£" };

    /// <summary>"€25" or "€25.50", in French "25 €". For currencies of two decimal places.</summary>
    /// <param name="currency">ISO 4217, in any case; the code itself is shown where there is no sign for it.</param>
    public static string Of(CultureInfo culture, long amountMinor, string currency)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Symbols.GetValueOrDefault(currency, currency.ToUpperInvariant() + "\u00a0");
        format.CurrencyDecimalDigits = amountMinor % 100 == 0 ? 0 : MinorDigits;
        return (amountMinor / 100m).ToString("C", format).Trim();
    }
}
