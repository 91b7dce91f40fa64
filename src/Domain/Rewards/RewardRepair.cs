namespace CommunityIntel.Domain.Rewards;

/// <summary>Why everybody's roles are looked through. Numbers are stored.</summary>
public enum RepairCause
{
    /// <summary>Somebody asked for it.</summary>
    Asked = 0,
    RewardsChanged = 1,

    /// <summary>What was earned so far stands at other levels now, or was reset.</summary>
    LevelsChanged = 2,
}

/// <summary>
/// Looks through everybody who has XP, by rising user id, and notes whose roles are to change. <c>Cursor</c>: the last one looked at; 0 = none, or it has ended.
/// <c>Total</c>: how many there were when it began; 0 = not counted yet. Times in Unix ms; <c>EndedAtMs</c> null = it goes on.
/// </summary>
public sealed record RewardRepair(RepairCause Cause, long StartedAtMs, long Cursor, int Examined, int Changed, int Total, long? EndedAtMs)
{
    public static RewardRepair Of(RepairCause cause, long atMs) => new(cause, atMs, 0, 0, 0, 0, null);

    public bool IsOpen => EndedAtMs is null;
}
