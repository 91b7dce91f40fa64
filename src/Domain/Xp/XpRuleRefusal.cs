namespace CommunityIntel.Domain.Xp;

/// <summary>What is wrong with a guild's XP rules.</summary>
public enum XpRuleFault
{
    /// <summary>A message earns between 0 and <see cref="MessageXpRule.MostXp"/> XP, the lower bound first.</summary>
    MessageXp = 0,

    /// <summary>A cooldown lasts between nothing and a day.</summary>
    Cooldown = 1,

    /// <summary>A text has at most <see cref="MessageXpRule.LongestText"/> characters.</summary>
    MessageLength = 2,

    /// <summary>A minute in voice earns between 0 and <see cref="VoiceXpRule.MostPerMinute"/> XP.</summary>
    VoiceXp = 3,
    TooManyMultipliers = 4,

    /// <summary>A multiplier is 0 to <see cref="XpMultipliers.MostPercent"/> %. <c>Number</c>: of which channel or role.</summary>
    MultiplierPercent = 5,

    /// <summary>A channel or role has one multiplier. <c>Number</c>: which has more.</summary>
    MultiplierTwice = 6,
    TooManyEvents = 7,

    /// <summary>An event begins on a minute of the day and lasts a minute to a week. <c>Number</c>: the how-manieth, from 1.</summary>
    EventTime = 8,

    /// <summary>An event multiplies by 1 to <see cref="XpMultipliers.MostPercent"/> %. <c>Number</c>: the how-manieth, from 1.</summary>
    EventPercent = 9,

    /// <summary>An event has a name of 1 to <see cref="XpRules.LongestName"/> characters. <c>Number</c>: the how-manieth, from 1.</summary>
    EventName = 10,

    /// <summary>A list names at most <see cref="XpRules.MostListed"/>.</summary>
    ListTooLong = 11,
    CurveFactor = 12,

    /// <summary><c>Number</c>: the level that needs no more XP than the one before it.</summary>
    CurveNotIncreasing = 13,

    /// <summary>The first level already needs more XP than can be counted.</summary>
    CurveTooSteep = 14,

    /// <summary>A value that this version does not know.</summary>
    Unknown = 15,
}

/// <summary>Why rules cannot be meant. <c>Number</c> as the fault says; 0 = none.</summary>
public sealed record XpRuleRefusal(XpRuleFault Fault, long Number = 0);
