using CommunityIntel.GrainInterfaces.Lifecycle;
using CommunityIntel.Web.Activity;

namespace CommunityIntel.Web.Lifecycle;

/// <summary>
/// A stage as the card has it, made of nothing but what the report tells. <c>Share</c>: 0 to 1 of everybody in a number that is told; null = not told.
/// <c>Held</c>: stages that the number holds too.
/// </summary>
public sealed record LifecycleRow(LifecycleFigures Figures, double? Share, Change? Change, IReadOnlyList<ReportedStage> Held)
{
    public static IReadOnlyList<LifecycleRow> All(LifecycleReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var told = Told(report);
        return [.. report.Stages.Select(stage => new LifecycleRow(
            stage, stage.People is { } people && told > 0 ? (double)people / told : null, ChangeOf(stage),
            [.. report.Stages.Where(other => other.CountedWith == stage.Stage).Select(other => other.Stage)]))];
    }

    /// <summary>Everybody in a number that is told.</summary>
    public static int Told(LifecycleReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Stages.Sum(stage => stage.People ?? 0);
    }

    /// <summary>The part of a text's key that names the stage.</summary>
    public static string Key(ReportedStage stage) => stage switch
    {
        ReportedStage.New => "new",
        ReportedStage.Regular => "regular",
        ReportedStage.Active => "active",
        ReportedStage.Returning => "returning",
        ReportedStage.Paused => "paused",
        ReportedStage.Gone => "gone",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    // A sum of several stages is not comparable with one of them.
    private static Change? ChangeOf(LifecycleFigures stage) =>
        stage is { Visibility: StageVisibility.Plain, People: { } people, PeopleBefore: { } before } ? Change.Between(people, before) : null;
}
