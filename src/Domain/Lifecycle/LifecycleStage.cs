namespace CommunityIntel.Domain.Lifecycle;

/// <summary>
/// Where somebody stands at the end of a local day. Active is who wrote or was in voice; seen is who was active or joined. Everybody who was ever seen is
/// in exactly one stage: the first of them, in the order of <see cref="MemberHistory.StageAsOf"/>, that fits.
/// </summary>
public enum LifecycleStage
{
    /// <summary>First seen within the 28 days.</summary>
    New = 0,

    /// <summary>Seen before the 28 days, and active in each of their four weeks.</summary>
    Regular = 1,

    /// <summary>Seen before the 28 days, active within them, and neither regular nor returning.</summary>
    Active = 2,

    /// <summary>Active within the 28 days, and seen before, but not in the 56 days before them.</summary>
    Returning = 3,

    /// <summary>Not active within the 28 days, and seen within the last 91.</summary>
    Paused = 4,

    /// <summary>Left, or not seen within the last 91 days.</summary>
    Gone = 5,
}
