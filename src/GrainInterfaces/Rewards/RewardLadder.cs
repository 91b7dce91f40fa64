namespace CommunityIntel.GrainInterfaces.Rewards;

/// <summary>What levels give here, by rising level, and where a member stands. <c>XpToNext</c>: to the next reward; null = none is left.</summary>
[GenerateSerializer, Immutable, Alias("RewardLadder")]
public sealed record RewardLadder(
    [property: Id(0)] IReadOnlyList<RewardRung> Rungs,
    [property: Id(1)] int Level,
    [property: Id(2)] long Xp,
    [property: Id(3)] long? XpToNext,
    [property: Id(4)] LevelNewsChoice Choice,
    [property: Id(5)] bool IsAnnounced);

/// <summary>A reward. <c>IsReached</c>: the member's level gives it. <c>IsBroken</c>: it cannot be given as the server stands.</summary>
[GenerateSerializer, Immutable, Alias("RewardRung")]
public sealed record RewardRung(
    [property: Id(0)] int Level,
    [property: Id(1)] long RoleId,
    [property: Id(2)] string RoleName,
    [property: Id(3)] bool ReplacesLower,
    [property: Id(4)] bool IsReached,
    [property: Id(5)] bool IsBroken);

/// <summary>What settings can name. Roles from the highest down, without @everyone; channels and categories without threads.</summary>
[GenerateSerializer, Immutable, Alias("GuildChoices")]
public sealed record GuildChoices(
    [property: Id(0)] IReadOnlyList<RoleChoice> Roles,
    [property: Id(1)] IReadOnlyList<ChannelChoice> Channels);

/// <summary>A role; <c>Refusal</c>: why levels cannot give it, null = they can.</summary>
[GenerateSerializer, Immutable, Alias("RoleChoice")]
public sealed record RoleChoice(
    [property: Id(0)] long Id,
    [property: Id(1)] string Name,
    [property: Id(2)] int Color,
    [property: Id(3)] int Position,
    [property: Id(4)] RewardProblem? Refusal);

/// <summary>A channel. <c>Type</c> is Discord's; <c>Name</c> null = the bot never saw it.</summary>
[GenerateSerializer, Immutable, Alias("ChannelChoice")]
public sealed record ChannelChoice(
    [property: Id(0)] long Id,
    [property: Id(1)] string? Name,
    [property: Id(2)] int Type,
    [property: Id(3)] long? ParentId,
    [property: Id(4)] bool TakesMessages);
