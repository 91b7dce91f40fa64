namespace CommunityIntel.GrainInterfaces.Privacy;

/// <summary>What a person chose for all guilds. Values never change.</summary>
[Flags]
[GenerateSerializer, Alias("MemberChoices")]
public enum MemberChoices
{
    None = 0,

    /// <summary>Not on boards, cards and profiles for others, and not counted in others' ranks.</summary>
    Hide = 1,

    /// <summary>Figures stay; name and avatar are nobody's, but for themselves.</summary>
    Anonymise = 2,

    /// <summary>From then on nothing of them is counted or stored.</summary>
    StopCollecting = 4,
}

/// <summary>What a person chose, since when, and when everything of them will be deleted, if they asked for it.</summary>
[GenerateSerializer, Immutable, Alias("MemberPrivacy")]
public sealed record MemberPrivacy(
    [property: Id(0)] MemberChoices Choices,
    [property: Id(1)] DateTimeOffset? ChangedAt,
    [property: Id(2)] DateTimeOffset? DeletionRequestedAt,
    [property: Id(3)] DateTimeOffset? DeletionDueAt);
