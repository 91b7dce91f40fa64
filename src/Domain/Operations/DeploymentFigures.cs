namespace CommunityIntel.Domain.Operations;

/// <summary>Something used beside its limit; <c>Limit</c> 0 = there is none.</summary>
public readonly record struct Used(double Value, double Limit)
{
    public double? Share => Limit > 0 ? Value / Limit : null;
}

/// <summary>
/// The whole deployment as its database has it. <c>MembersWeekAgo</c> null: it was not known then. <c>RevenueMinor</c>: of a month, by currency. <c>PingSeconds</c>: a simple query, its way included.
/// <c>Traffic</c>: bytes that pages sent this month. Costs in the smallest unit of the price table's currency; a budget of 0 = none.
/// </summary>
public sealed record DeploymentFigures(
    int Guilds, long Members, long? MembersWeekAgo, int PayingGuilds, int EnterpriseGuilds, IReadOnlyDictionary<string, long> RevenueMinor,
    Used DatabaseBytes, Used Connections, double PingSeconds, int OutboxDue, double OutboxOldestSeconds, int StripeEventsOpen, int GapsOpen, Used ModelRequests, Used Traffic,
    long CostMinor, long BudgetMinor)
{
    public double? WeeklyGrowth => MembersWeekAgo is > 0 and { } before ? (double)(Members - before) / before : null;

    /// <summary>The largest used share of those limits that are set; null = none is.</summary>
    public double? FullestLimit => new[] { DatabaseBytes.Share, Traffic.Share, ModelRequests.Share, Connections.Share }.Max();
}
