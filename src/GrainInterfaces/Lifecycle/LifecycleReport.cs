namespace CommunityIntel.GrainInterfaces.Lifecycle;

/// <summary>
/// How many people are in which stage at the end of <c>LastDay</c>, the guild's yesterday: sums, never who. <c>Stages</c>: every stage once, in order. What is
/// not to be told is not in it.
/// </summary>
[GenerateSerializer, Immutable, Alias("LifecycleReport")]
public sealed record LifecycleReport(
    [property: Id(0)] string TimeZone,
    [property: Id(1)] DateOnly LastDay,
    [property: Id(2)] IReadOnlyList<LifecycleFigures> Stages,
    [property: Id(3)] DateTimeOffset ComputedAt);

/// <summary>
/// One stage. <c>People</c> null = see <c>Visibility</c>. <c>PeopleBefore</c>: at the end of the day 28 days earlier; null = not known, or not told by itself.
/// <c>CountedWith</c>: the stage whose number holds this one's. <c>KnownFrom</c>: the first day on which the stage is told; null = nothing was heard of the
/// guild yet.
/// </summary>
[GenerateSerializer, Immutable, Alias("LifecycleFigures")]
public sealed record LifecycleFigures(
    [property: Id(0)] ReportedStage Stage,
    [property: Id(1)] StageVisibility Visibility,
    [property: Id(2)] int? People,
    [property: Id(3)] int? PeopleBefore,
    [property: Id(4)] ReportedStage? CountedWith,
    [property: Id(5)] DateOnly? KnownFrom);

/// <summary>As in <c>LifecycleStage</c> of the Domain, which says what they mean.</summary>
[GenerateSerializer, Alias("ReportedStage")]
public enum ReportedStage
{
    New = 0,
    Regular = 1,
    Active = 2,
    Returning = 3,
    Paused = 4,
    Gone = 5,
}

/// <summary>As <c>Telling</c> of the Domain.</summary>
[GenerateSerializer, Alias("StageVisibility")]
public enum StageVisibility
{
    Plain = 0,

    /// <summary>The number holds those of every stage that is counted with it.</summary>
    Together = 1,

    /// <summary>One to four people: their number would say something of each of them.</summary>
    TooFew = 2,

    /// <summary>The number would tell a smaller one.</summary>
    Within = 3,

    /// <summary>The stages beside it have too few people all together.</summary>
    Withheld = 4,

    /// <summary>The bot has not listened for long enough.</summary>
    NotYetKnown = 5,
}
