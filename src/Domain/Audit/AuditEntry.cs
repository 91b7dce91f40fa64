namespace CommunityIntel.Domain.Audit;

/// <summary>Where somebody acted. Numbers are stored.</summary>
public enum ActorSource
{
    /// <summary>A slash command.</summary>
    Command = 0,
    Dashboard = 1,

    /// <summary>Nobody: the product itself.</summary>
    System = 2,
}

/// <summary>Who did it. <c>Name</c> is theirs at that time.</summary>
public sealed record Actor(long UserId, string Name, ActorSource Source);

/// <summary>What was done by hand. Numbers are stored.</summary>
public enum AuditKind
{
    XpGiven = 0,
    XpTaken = 1,
    XpSet = 2,
    XpReset = 3,
    EverybodyReset = 4,

    /// <summary>An earlier entry about XP was taken back.</summary>
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

/// <summary>
/// One thing done by hand. <c>Id</c> counts from 1 within the guild. <c>SubjectId</c>: whom it was done to; 0 = nobody in particular.
/// <c>Before</c> and <c>After</c> are JSON. <c>UndoesId</c>: the entry that this one takes back; 0 = none.
/// <c>RequestKey</c> names the request: the same one twice is one entry.
/// </summary>
public sealed record AuditEntry(
    long Id, AuditKind Kind, Actor Actor, long SubjectId, string? Before, string? After, long AtMs, long UndoesId = 0, string? RequestKey = null);
