namespace CommunityIntel.Domain.Rewards;

/// <summary>How often a guild's rewards and its level-up messages were changed: whoever saves names the version that they saw.</summary>
public readonly record struct RewardVersions(int Roles, int Message);

/// <summary>Settings to be kept, whole.</summary>
public sealed record ChangedRewards(LevelRewards Rewards, RewardVersions Versions);
