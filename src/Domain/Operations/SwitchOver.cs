namespace CommunityIntel.Domain.Operations;

/// <summary>What tells that it is time for more.</summary>
/// <remarks>Scaling guide, "Critères de Migration".</remarks>
public enum SwitchOverKind
{
    PayingGuilds = 1,
    MonthlyRevenue = 2,
    Latency = 3,
    Limits = 4,
    Enterprise = 5,
}

/// <summary>How soon to act once it is reached.</summary>
public enum SwitchOverHaste
{
    AtOnce = 1,
    WithinAWeek = 2,
    Ahead = 3,
}

public enum SwitchOverState
{
    Far = 0,

    /// <summary>Four fifths of the way.</summary>
    Near = 1,
    Reached = 2,
}

/// <summary>One threshold and how far it is. <c>Value</c> null: not known now. Money in the smallest unit, times in seconds, limits as a share of 1.</summary>
public sealed record SwitchOver(SwitchOverKind Kind, SwitchOverHaste Haste, double? Value, double Threshold)
{
    public const int PayingGuildsThreshold = 10;
    public const long RevenueThresholdMinor = 250_00;
    public const double LatencyThresholdSeconds = 3;
    public const int EnterpriseThreshold = 1;

    /// <summary>0 to 1 and beyond.</summary>
    public double? Progress => Value / Threshold;

    public SwitchOverState State => Value >= Threshold ? SwitchOverState.Reached : Value * 5 >= Threshold * 4 ? SwitchOverState.Near : SwitchOverState.Far;

    /// <param name="monthlyRevenueMinor">In euros.</param>
    /// <param name="commandSeconds">What 95 of 100 commands took at most; null = there were none.</param>
    /// <param name="fullestLimit">The largest used share of any limit that is set; null = none is.</param>
    public static IReadOnlyList<SwitchOver> Of(int payingGuilds, long monthlyRevenueMinor, double? commandSeconds, double? fullestLimit, int enterpriseGuilds) =>
    [
        new(SwitchOverKind.PayingGuilds, SwitchOverHaste.AtOnce, payingGuilds, PayingGuildsThreshold),
        new(SwitchOverKind.MonthlyRevenue, SwitchOverHaste.WithinAWeek, monthlyRevenueMinor, RevenueThresholdMinor),
        new(SwitchOverKind.Latency, SwitchOverHaste.AtOnce, commandSeconds, LatencyThresholdSeconds),
        new(SwitchOverKind.Limits, SwitchOverHaste.Ahead, fullestLimit, Thresholds.LimitShare),
        new(SwitchOverKind.Enterprise, SwitchOverHaste.AtOnce, enterpriseGuilds, EnterpriseThreshold),
    ];
}
