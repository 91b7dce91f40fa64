namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>
/// Whether who comes to a guild stays, by the weeks in which people came. <c>Cohorts</c>: weeks from Monday on, oldest first, the running one last,
/// none before the first day on which the bot listened. <c>Rates</c>: after one day, a week and a month.
/// </summary>
[GenerateSerializer, Immutable, Alias("RetentionReport")]
public sealed record RetentionReport(
    [property: Id(0)] string TimeZone,
    [property: Id(1)] IReadOnlyList<RetentionCohort> Cohorts,
    [property: Id(2)] IReadOnlyList<RetentionRate> Rates,
    [property: Id(3)] DateTimeOffset ComputedAt)
{
    /// <summary>What became of fewer people than these is not told.</summary>
    public const int Fewest = 5;
}

/// <summary>
/// Those who came in the week from <c>Monday</c> on. <c>Active</c>: how many of them wrote or were in voice in that week, in the next, and so on;
/// its last entry is of the running week. Empty where fewer than <see cref="RetentionReport.Fewest"/> came, but for nobody: it would say something of each of them.
/// </summary>
[GenerateSerializer, Immutable, Alias("RetentionCohort")]
public sealed record RetentionCohort([property: Id(0)] DateOnly Monday, [property: Id(1)] int Arrivals, [property: Id(2)] IReadOnlyList<int> Active);

/// <summary>
/// Of <c>Arrivals</c> people, <c>Kept</c> were active within the days <c>FirstDay</c> to <c>LastDay</c> after they came. They are those for whom these days
/// ended within the last 28 days; <c>Before</c> are those for whom they ended in the 28 days before. Null: fewer than <see cref="RetentionReport.Fewest"/> came.
/// </summary>
[GenerateSerializer, Immutable, Alias("RetentionRate")]
public sealed record RetentionRate(
    [property: Id(0)] int FirstDay, [property: Id(1)] int LastDay, [property: Id(2)] int Arrivals, [property: Id(3)] int? Kept,
    [property: Id(4)] int ArrivalsBefore, [property: Id(5)] int? KeptBefore);
