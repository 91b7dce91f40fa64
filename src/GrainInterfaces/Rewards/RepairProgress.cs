namespace CommunityIntel.GrainInterfaces.Rewards;

/// <summary>
/// Looking through everybody's roles. <c>Total</c>: members to look at, 0 = not counted yet; <c>Changed</c>: those whose roles are
/// changed. <c>EndedAt</c> null = it goes on. <c>Waiting</c>: changes that Discord is still asked for, of whatever cause.
/// </summary>
[GenerateSerializer, Immutable, Alias("RepairProgress")]
public sealed record RepairProgress(
    [property: Id(0)] RepairReason Reason,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] int Examined,
    [property: Id(3)] int Total,
    [property: Id(4)] int Changed,
    [property: Id(5)] DateTimeOffset? EndedAt,
    [property: Id(6)] long Waiting);

[GenerateSerializer, Alias("RepairReason")]
public enum RepairReason
{
    Asked = 0,
    RewardsChanged = 1,
    LevelsChanged = 2,
}

/// <summary>What came of one step.</summary>
[GenerateSerializer, Alias("RepairStep")]
public enum RepairStep
{
    /// <summary>Nothing is left to look at.</summary>
    Done = 0,
    More = 1,

    /// <summary>Discord has enough to do for this guild; ask again later.</summary>
    Later = 2,
}
