using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>Nothing was saved: these rules cannot be meant.</summary>
[GenerateSerializer, Immutable, Alias("XpRulesRefused")]
public sealed record XpRulesRefused([property: Id(0)] IReadOnlyList<XpRuleRefusal> Refusals) : SettingsAnswer;

/// <summary>What is wrong. <c>Number</c>: the level, the channel or role, or the how-manieth event, as the fault says; 0 = none.</summary>
[GenerateSerializer, Immutable, Alias("XpRuleRefusal")]
public sealed record XpRuleRefusal(
    [property: Id(0)] XpRuleFault Fault,
    [property: Id(1)] long Number);

/// <summary>What is wrong with XP rules.</summary>
[GenerateSerializer, Alias("XpRuleFault")]
public enum XpRuleFault
{
    MessageXp = 0,
    Cooldown = 1,
    MessageLength = 2,
    VoiceXp = 3,
    TooManyMultipliers = 4,

    /// <summary>Number: of which channel or role.</summary>
    MultiplierPercent = 5,

    /// <summary>Number: which channel or role.</summary>
    MultiplierTwice = 6,
    TooManyEvents = 7,

    /// <summary>Number: the how-manieth, from 1, as for the next two.</summary>
    EventTime = 8,
    EventPercent = 9,
    EventName = 10,
    ListTooLong = 11,
    CurveFactor = 12,

    /// <summary>Number: the level that needs no more XP than the one before it.</summary>
    CurveNotIncreasing = 13,
    CurveTooSteep = 14,
    Unknown = 15,
}
