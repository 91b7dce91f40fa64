using System.Globalization;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Prices;

internal sealed class Price : StripeObject
{
    public override string Object => "price";

    public bool Active { get; set; } = true;

    public string BillingScheme => "per_unit";

    public required string Currency { get; init; }

    /// <summary>The same price in other currencies; sent when it is expanded.</summary>
    [Unsent]
    public Dictionary<string, CurrencyOption>? CurrencyOptions { get; set; }

    public string? LookupKey { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? Nickname { get; set; }

    public required string Product { get; init; }

    public Recurrence? Recurring { get; init; }

    public string TaxBehavior { get; set; } = "unspecified";

    public string Type => Recurring is null ? "one_time" : "recurring";

    /// <summary>Minor units.</summary>
    public required long UnitAmount { get; init; }

    public string UnitAmountDecimal => UnitAmount.ToString(CultureInfo.InvariantCulture);

    /// <summary>Minor units; null in a currency that it is not sold in.</summary>
    public long? AmountIn(string currency) => currency == Currency ? UnitAmount
        : CurrencyOptions is not null && CurrencyOptions.TryGetValue(currency, out var option) ? option.UnitAmount : null;
}

/// <param name="UnitAmount">Minor units.</param>
internal sealed record CurrencyOption(long UnitAmount, string TaxBehavior = "unspecified")
{
    public string UnitAmountDecimal => UnitAmount.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Interval"><c>day</c>, <c>week</c>, <c>month</c> or <c>year</c>.</param>
internal sealed record Recurrence(string Interval, int IntervalCount, int? TrialPeriodDays = null)
{
    public string UsageType => "licensed";

    /// <summary>The end of the period that begins at <paramref name="start"/>, counted from the anchor, so that a 31st comes back; unix seconds.</summary>
    public long PeriodEnd(long anchor, long start)
    {
        var periods = 0;
        while (Add(anchor, periods) <= start) periods++;
        return Add(anchor, periods);
    }

    private long Add(long anchor, int periods)
    {
        var (from, count) = (DateTimeOffset.FromUnixTimeSeconds(anchor), periods * IntervalCount);
        return (Interval switch
        {
            "day" => from.AddDays(count),
            "week" => from.AddDays(7 * count),
            "month" => from.AddMonths(count),
            _ => from.AddYears(count),
        }).ToUnixTimeSeconds();
    }
}
