using System.Globalization;

namespace CommunityIntel.Web.Languages;

/// <summary>Amounts with the code of their own currency: a culture would put its own.</summary>
public static class Money
{
    private const decimal Smallest = .0001m;

    /// <summary>12.50 USD · 0.0032 USD · 0 USD · less than 0.0001 USD as &lt; 0.0001 USD.</summary>
    /// <param name="micros">Millionths of the currency.</param>
    public static string Of(long micros, string currency)
    {
        var amount = micros / 1_000_000m;
        var number = amount switch
        {
            0 => "0",
            > 0 and < Smallest => "<\u00a0" + Number(Smallest, "0.0000"),
            < 1 => Number(amount, "0.####"),
            _ => Number(amount, "N2"),
        };
        return currency.Length == 0 ? number : $"{number}\u00a0{currency}";
    }

    private static string Number(decimal amount, string format) => amount.ToString(format, CultureInfo.CurrentCulture);
}
