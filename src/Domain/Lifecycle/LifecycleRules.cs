namespace CommunityIntel.Domain.Lifecycle;

/// <summary>How far the stages look, and from when on they mean anything.</summary>
public static class LifecycleRules
{
    /// <summary>Days in a week, in the stages' own time (now), away from it before somebody returns, and without being seen before somebody is gone.</summary>
    public const int Week = 7, Now = 4 * Week, Away = 8 * Week, Present = 13 * Week;

    /// <summary>
    /// How many whole days must have been listened to before the stage means anything: as many before the 28 days as within them, lest everybody is new;
    /// and for stages of those who stay away as many as they look back.
    /// </summary>
    public static int DaysToKnow(LifecycleStage stage) => stage is LifecycleStage.New or LifecycleStage.Regular or LifecycleStage.Active ? 2 * Now : Present;
}
