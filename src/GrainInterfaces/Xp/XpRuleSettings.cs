namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>
/// A guild's XP rules. Lists hold each channel, category, thread or role once. Bounds: 200 multipliers of 0 to 1 000 %, 50 events,
/// 500 ids in a list, 10 000 XP a message, a cooldown of a day, 1 000 XP a minute in voice.
/// </summary>
[GenerateSerializer, Immutable, Alias("XpRuleSettings")]
public sealed record XpRuleSettings(
    [property: Id(0)] LevelCurve Curve,
    [property: Id(1)] MessageXp Message,
    [property: Id(2)] VoiceXp Voice,
    [property: Id(3)] XpWhere Where,
    [property: Id(4)] IReadOnlyList<XpFactor> Factors,
    [property: Id(5)] IReadOnlyList<XpTime> Times);

[GenerateSerializer, Alias("LevelCurveKind")]
public enum LevelCurveKind
{
    Mee6 = 0,
    Linear = 1,
    Lurkr = 2,
    Amari = 3,
    Polaris = 4,
    LevelUp = 5,
    Custom = 6,
}

/// <summary>Level n needs (<c>A</c>n³ + <c>B</c>n² + <c>C</c>n + <c>D</c>) / 100 XP in all; the numbers count for <see cref="LevelCurveKind.Custom"/> only.</summary>
[GenerateSerializer, Immutable, Alias("LevelCurve")]
public sealed record LevelCurve(
    [property: Id(0)] LevelCurveKind Kind,
    [property: Id(1)] long A = 0,
    [property: Id(2)] long B = 0,
    [property: Id(3)] long C = 0,
    [property: Id(4)] long D = 0);

/// <summary>
/// A message earns between <c>Minimum</c> and <c>Maximum</c> XP, not again within the cooldown, or once in every ten minutes of the
/// clock (<c>OncePerBlock</c>). The last three need text that the bot may read.
/// </summary>
[GenerateSerializer, Immutable, Alias("MessageXp")]
public sealed record MessageXp(
    [property: Id(0)] int Minimum,
    [property: Id(1)] int Maximum,
    [property: Id(2)] int CooldownSeconds,
    [property: Id(3)] bool OncePerBlock,
    [property: Id(4)] int MinimumLength,
    [property: Id(5)] bool IgnoresRepeats,
    [property: Id(6)] bool IgnoresCommands);

/// <summary>XP for a minute in voice, 0 = off, and what keeps somebody from earning.</summary>
[GenerateSerializer, Immutable, Alias("VoiceXp")]
public sealed record VoiceXp(
    [property: Id(0)] int PerMinute,
    [property: Id(1)] bool NotAlone,
    [property: Id(2)] bool NotSelfMuted,
    [property: Id(3)] bool NotSelfDeafened,
    [property: Id(4)] bool NotServerMuted,
    [property: Id(5)] bool NotInAfkChannel);

/// <summary>Channels (categories, threads) and roles that earn nothing, or, with <c>Only…</c>, that alone earn.</summary>
[GenerateSerializer, Immutable, Alias("XpWhere")]
public sealed record XpWhere(
    [property: Id(0)] bool OnlyChannels,
    [property: Id(1)] IReadOnlyList<long> ChannelIds,
    [property: Id(2)] bool OnlyRoles,
    [property: Id(3)] IReadOnlyList<long> RoleIds);

/// <summary>XP times <c>Percent</c> hundredths for a role, or for a channel, category or thread.</summary>
[GenerateSerializer, Immutable, Alias("XpFactor")]
public sealed record XpFactor(
    [property: Id(0)] bool IsRole,
    [property: Id(1)] long TargetId,
    [property: Id(2)] int Percent);

/// <summary>A time of the guild's local clock in which XP is multiplied, once or every week.</summary>
[GenerateSerializer, Immutable, Alias("XpTime")]
public sealed record XpTime(
    [property: Id(0)] string Name,
    [property: Id(1)] DateOnly FirstDate,
    [property: Id(2)] TimeOnly Start,
    [property: Id(3)] int Minutes,
    [property: Id(4)] bool IsWeekly,
    [property: Id(5)] int Percent);
