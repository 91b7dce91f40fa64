namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>
/// What rules would do. <c>AtOnce</c>: levels that change the moment they are saved, because the curve is another. <c>OverDays</c>: levels that
/// would be others today if the rules had held for the last <c>Days</c> local days (messages only; 28, or fewer where the guild writes too
/// much to look further back). <c>Refusals</c>: why they cannot be saved; the rest is then empty.
/// </summary>
/// <param name="MessageXpNow">What the messages of those days earn by the rules of now.</param>
/// <param name="MessageXpThen">… by these.</param>
/// <param name="VoiceXpAtMost">What time in voice of those days would earn by these, before any check.</param>
/// <param name="NeedsText">A check looks at texts, which are not kept: it is not in the figures.</param>
[GenerateSerializer, Immutable, Alias("XpPreview")]
public sealed record XpPreview(
    [property: Id(0)] LevelShift AtOnce,
    [property: Id(1)] LevelShift OverDays,
    [property: Id(2)] int Days,
    [property: Id(3)] long Messages,
    [property: Id(4)] long MessageXpNow,
    [property: Id(5)] long MessageXpThen,
    [property: Id(6)] long VoiceXpAtMost,
    [property: Id(7)] bool NeedsText,
    [property: Id(8)] IReadOnlyList<XpRuleRefusal> Refusals);

/// <summary>How many members would be at a higher or a lower level, and which reward roles would be gained or lost by how many.</summary>
[GenerateSerializer, Immutable, Alias("LevelShift")]
public sealed record LevelShift(
    [property: Id(0)] int Up,
    [property: Id(1)] int Down,
    [property: Id(2)] IReadOnlyList<RoleShift> Roles);

/// <summary>A reward role that so many members would gain and so many lose.</summary>
[GenerateSerializer, Immutable, Alias("RoleShift")]
public sealed record RoleShift(
    [property: Id(0)] long RoleId,
    [property: Id(1)] string Name,
    [property: Id(2)] int Gained,
    [property: Id(3)] int Lost);
