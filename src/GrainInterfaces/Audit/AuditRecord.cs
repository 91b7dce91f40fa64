namespace CommunityIntel.GrainInterfaces.Audit;

/// <summary>Entries by falling id. <c>Next</c>: ask with it for older ones; null = there are none.</summary>
[GenerateSerializer, Immutable, Alias("AuditPage")]
public sealed record AuditPage(
    [property: Id(0)] IReadOnlyList<AuditRecord> Entries,
    [property: Id(1)] long? Next);

/// <summary>
/// One thing done by hand. <c>Before</c> and <c>After</c> are JSON: <c>{"xp":…}</c> of a member, <c>{"members":…}</c> of everybody, or the
/// settings as their grain call has them. <c>SubjectName</c> null = never seen by name. <c>UndoneById</c>: the entry that took this one back.
/// </summary>
[GenerateSerializer, Immutable, Alias("AuditRecord")]
public sealed record AuditRecord(
    [property: Id(0)] long Id,
    [property: Id(1)] AuditAction Action,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] Actor Actor,
    [property: Id(4)] long SubjectId,
    [property: Id(5)] string? SubjectName,
    [property: Id(6)] string? Before,
    [property: Id(7)] string? After,
    [property: Id(8)] long? UndoesId,
    [property: Id(9)] long? UndoneById,
    [property: Id(10)] bool CanUndo);

/// <summary>What was done.</summary>
[GenerateSerializer, Alias("AuditAction")]
public enum AuditAction
{
    XpGiven = 0,
    XpTaken = 1,
    XpSet = 2,
    XpReset = 3,
    EverybodyReset = 4,
    XpUndone = 5,
    EverybodyRestored = 6,
    XpRulesChanged = 20,
    RewardsChanged = 21,
    AnnouncementsChanged = 22,
    RolesRepaired = 23,
    TimeZoneChanged = 24,
    AccessChanged = 25,
    NoteAdded = 26,
    NoteDeleted = 27,
    DigestSettingsChanged = 28,

    /// <summary>The guild has another plan, or has it for another reason or time.</summary>
    PlanChanged = 29,

    /// <summary>Something that gives a plan came, changed or ended, and the plan stayed what it was.</summary>
    ClaimChanged = 30,
}

/// <summary>Which entries. <c>Before</c>: those with a smaller id; null = the newest. <c>Take</c> 1 to 100. Null elsewhere = any.</summary>
[GenerateSerializer, Immutable, Alias("AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] long? Before,
    [property: Id(1)] int Take,
    [property: Id(2)] AuditAction? Action = null,
    [property: Id(3)] long? ActorId = null,
    [property: Id(4)] long? SubjectId = null);
