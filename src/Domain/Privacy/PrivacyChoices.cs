namespace CommunityIntel.Domain.Privacy;

/// <summary>What a person chose for all guilds. Kept as a number: values never change.</summary>
[Flags]
public enum PrivacyChoices
{
    None = 0,

    /// <summary>Not on boards, cards and profiles for others, and not counted in others' ranks.</summary>
    Hide = 1,

    /// <summary>Figures stay; name and avatar are nobody's, but for themselves.</summary>
    Anonymise = 2,

    /// <summary>From then on nothing of them is counted or stored.</summary>
    StopCollecting = 4,
    All = Hide | Anonymise | StopCollecting,
}

/// <summary>How somebody appears to somebody else.</summary>
public enum Appearance
{
    Shown = 0,

    /// <summary>With figures, without name, avatar or id.</summary>
    Nameless = 1,

    /// <summary>Not at all.</summary>
    Hidden = 2,
}
