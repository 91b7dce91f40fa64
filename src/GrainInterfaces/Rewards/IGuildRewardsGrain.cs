using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Health;
using CommunityIntel.GrainInterfaces.Settings;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Rewards;

/// <summary>
/// What a guild gives and says for levels; the key is the guild id. Whoever calls has checked that the actor may. Whatever is answered as
/// saved is durable. An outage is <see cref="StorageUnavailableException"/>: ask again.
/// </summary>
[Alias("IGuildRewardsGrain")]
public interface IGuildRewardsGrain : IGrainWithIntegerKey
{
    [Alias("GetRewards"), AlwaysInterleave]
    Task<VersionedRewards> GetRewardsAsync();

    /// <summary>
    /// From now on, and everybody's roles are looked through. <paramref name="version"/> is the one that the actor saw. Answers
    /// <see cref="SettingsSaved"/>, <see cref="SettingsChangedMeanwhile"/> or <see cref="RewardsRefused"/>; only the first changed anything.
    /// </summary>
    [Alias("SaveRewards")]
    [ResponseTimeout("00:00:15")]
    Task<SettingsAnswer> SaveRewardsAsync(RewardSettings settings, int version, Actor actor);

    [Alias("GetAnnouncements"), AlwaysInterleave]
    Task<VersionedAnnouncements> GetAnnouncementsAsync();

    /// <summary>From the next level on; otherwise as <see cref="SaveRewardsAsync"/>.</summary>
    [Alias("SaveAnnouncements")]
    [ResponseTimeout("00:00:15")]
    Task<SettingsAnswer> SaveAnnouncementsAsync(AnnouncementSettings settings, int version, Actor actor);

    /// <summary>Changes nothing.</summary>
    [Alias("PreviewMessage"), AlwaysInterleave]
    Task<MessagePreview> PreviewMessageAsync(MessagePreviewRequest request);

    /// <summary>What settings can name.</summary>
    [Alias("GetChoices"), AlwaysInterleave]
    Task<GuildChoices> GetChoicesAsync();

    /// <summary>Looks through everybody's roles, from the beginning. Null: levels give none here.</summary>
    [Alias("Repair")]
    [ResponseTimeout("00:00:15")]
    Task<RepairProgress?> RepairAsync(Actor actor);

    /// <summary>The last look through everybody's roles; null = there was none.</summary>
    [Alias("GetRepair"), AlwaysInterleave]
    Task<RepairProgress?> GetRepairAsync();

    /// <summary>Looks at the next few hundred members. For <see cref="IRewardRepairGrain"/>, which asks again until it is done.</summary>
    [Alias("RepairNext")]
    [ResponseTimeout("00:00:30")]
    Task<RepairStep> RepairNextAsync();

    /// <summary>What will not work as the server and its settings stand now.</summary>
    [Alias("GetHealth"), AlwaysInterleave]
    Task<GuildHealthReport> GetHealthAsync();

    /// <summary>What levels give, and where a member stands among it.</summary>
    [Alias("GetLadder")]
    Task<RewardLadder> GetLadderAsync(long userId);

    [Alias("GetNewsChoice")]
    Task<LevelNewsChoice> GetNewsChoiceAsync(long userId);

    /// <summary>The member's own; the caller has checked that it is the member who chooses.</summary>
    [Alias("ChooseNews")]
    [ResponseTimeout("00:00:15")]
    Task ChooseNewsAsync(long userId, LevelNewsChoice choice);
}

/// <summary>
/// Drives one guild's look through everybody's roles, step by step; the key is the guild id. A reminder takes it up again after a crash.
/// </summary>
[Alias("IRewardRepairGrain")]
public interface IRewardRepairGrain : IGrainWithIntegerKey
{
    /// <summary>Returns at once. Does nothing more when it is under way.</summary>
    [Alias("Start"), AlwaysInterleave]
    Task StartAsync();
}
