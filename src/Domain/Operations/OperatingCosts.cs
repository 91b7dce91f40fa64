namespace CommunityIntel.Domain.Operations;

/// <summary>What has to be paid for every month.</summary>
public enum CostItem
{
    Bot = 1,
    Dashboard = 2,
    Database = 3,
    Traffic = 4,
    Monitoring = 5,
    Models = 6,
}

/// <summary>What a phase takes in and costs in a month, in the smallest unit of the table's currency. <c>Margin</c>: of the revenue, 0 to 1; null without revenue.</summary>
public sealed record PhaseCosts(Phase Phase, int Guilds, long RevenueMinor, long CostMinor)
{
    public long LeftMinor => RevenueMinor - CostMinor;

    public double? Margin => RevenueMinor > 0 ? (double)LeftMinor / RevenueMinor : null;
}

/// <summary>An operator's own prices by phase and item, in the smallest unit of <c>Currency</c> a month. What is not named costs nothing.</summary>
public sealed class OperatingCosts(string currency, IReadOnlyDictionary<(Phase Phase, CostItem Item), long> amountsMinor)
{
    /// <summary>More than anybody pays for an item in a month.</summary>
    public const long MostMinor = 100_000_000_00;

    public static IReadOnlyList<CostItem> Items { get; } = Enum.GetValues<CostItem>();

    /// <summary>Scaling guide, "Coûts Estimés": what comparable services cost in euros. Its last phase adds up to 3,150 €, which it rounds to 3,100.</summary>
    public static OperatingCosts Guide { get; } = new("eur", new Dictionary<(Phase, CostItem), long>
    {
        [(Phase.Ten, CostItem.Bot)] = 7_00, [(Phase.Ten, CostItem.Dashboard)] = 20_00, [(Phase.Ten, CostItem.Database)] = 25_00, [(Phase.Ten, CostItem.Monitoring)] = 26_00,
        [(Phase.Fifty, CostItem.Bot)] = 25_00, [(Phase.Fifty, CostItem.Dashboard)] = 20_00, [(Phase.Fifty, CostItem.Database)] = 25_00, [(Phase.Fifty, CostItem.Traffic)] = 20_00,
        [(Phase.Fifty, CostItem.Monitoring)] = 26_00,
        [(Phase.TwoHundred, CostItem.Bot)] = 75_00, [(Phase.TwoHundred, CostItem.Dashboard)] = 20_00, [(Phase.TwoHundred, CostItem.Database)] = 599_00, [(Phase.TwoHundred, CostItem.Traffic)] = 20_00,
        [(Phase.TwoHundred, CostItem.Monitoring)] = 50_00, [(Phase.TwoHundred, CostItem.Models)] = 100_00,
        [(Phase.Thousand, CostItem.Bot)] = 350_00, [(Phase.Thousand, CostItem.Dashboard)] = 500_00, [(Phase.Thousand, CostItem.Database)] = 650_00, [(Phase.Thousand, CostItem.Traffic)] = 200_00,
        [(Phase.Thousand, CostItem.Monitoring)] = 200_00, [(Phase.Thousand, CostItem.Models)] = 1_250_00,
    });

    public string Currency => currency;

    public long Of(Phase phase, CostItem item) => amountsMinor.GetValueOrDefault((phase, item));

    public long Of(Phase phase) => Items.Sum(item => Of(phase, item));

    /// <summary>What the guide counts with: so many guilds, each paying as much.</summary>
    public PhaseCosts Expected(Phase phase, long monthlyPriceMinor)
    {
        var guilds = phase switch { Phase.Ten => 10, Phase.Fifty => 100, Phase.TwoHundred => 500, Phase.Thousand => 2_000, _ => 0 };
        return new PhaseCosts(phase, guilds, guilds * monthlyPriceMinor, Of(phase));
    }
}
