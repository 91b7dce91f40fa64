using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Operations;

namespace CommunityIntel.Grains.Operations;

/// <summary>As it is kept; never saved = the guide's prices, no budget, no limits. What is unknown to a later version is left out.</summary>
public sealed class StoredOperatingSettings
{
    public int Version { get; set; }

    public string Currency { get; set; } = OperatingCosts.Guide.Currency;

    public List<StoredPrice>? Prices { get; set; }

    public long BudgetMinor { get; set; }

    public long DatabaseLimitBytes { get; set; }

    public long TrafficLimitBytes { get; set; }

    public OperatingSettings ToWire() => new(Version, Currency, [.. (Prices ?? Guide()).Select(price => new OperatingPrice(price.Phase, price.Item, price.AmountMinor))], BudgetMinor, DatabaseLimitBytes, TrafficLimitBytes);

    public static StoredOperatingSettings From(OperatingSettings settings, int version) => new()
    {
        Version = version,
        Currency = settings.Currency,
        Prices = [.. settings.Prices.Where(price => price.AmountMinor > 0).Select(price => new StoredPrice(price.Phase, price.Item, price.AmountMinor))],
        BudgetMinor = settings.BudgetMinor,
        DatabaseLimitBytes = settings.DatabaseLimitBytes,
        TrafficLimitBytes = settings.TrafficLimitBytes,
    };

    private static List<StoredPrice> Guide() =>
        [.. Phases.All.SelectMany(phase => OperatingCosts.Items.Select(item => new StoredPrice(phase, item, OperatingCosts.Guide.Of(phase, item)))).Where(price => price.AmountMinor > 0)];
}

public sealed record StoredPrice(Phase Phase, CostItem Item, long AmountMinor);
