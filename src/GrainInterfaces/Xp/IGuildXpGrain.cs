using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>
/// A guild's XP in the hands of those who manage it; the key is the guild id. Whoever calls has checked that the actor may. Whatever
/// is answered as done is durable. An outage is <see cref="StorageUnavailableException"/>: ask again with the same request key.
/// </summary>
[Alias("IGuildXpGrain")]
public interface IGuildXpGrain : IGrainWithIntegerKey
{
    /// <summary>The rules, and the version to name when they are saved.</summary>
    [Alias("GetVersionedRules"), AlwaysInterleave]
    Task<VersionedXpRules> GetVersionedRulesAsync();

    /// <summary>
    /// From now on. <paramref name="version"/> is the one that the actor saw. Answers <see cref="SettingsSaved"/>,
    /// <see cref="SettingsChangedMeanwhile"/> or <see cref="XpRulesRefused"/>; only the first changed anything.
    /// </summary>
    [Alias("SaveRules")]
    [ResponseTimeout("00:00:15")]
    Task<SettingsAnswer> SaveRulesAsync(XpRuleSettings settings, int version, Actor actor);

    /// <summary>What these rules would do, and would have done; changes nothing.</summary>
    [Alias("PreviewRules"), AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<XpPreview> PreviewRulesAsync(XpRuleSettings settings);

    /// <summary>Gives, takes, sets or resets a member's XP. The same request key twice changes it once and answers the same.</summary>
    [Alias("ChangeXp")]
    [ResponseTimeout("00:00:15")]
    Task<XpChangeAnswer> ChangeXpAsync(XpChange change, Actor actor);

    /// <summary>Resets everybody's XP, all at once; restorable for 30 days by taking the entry back. Answers how many had any.</summary>
    [Alias("ResetEverybody")]
    [ResponseTimeout("00:05:00")]
    Task<EverybodyResetAnswer> ResetEverybodyAsync(string requestKey, Actor actor);
}

/// <summary><c>Version</c> 0: the guild never changed them.</summary>
[GenerateSerializer, Immutable, Alias("VersionedXpRules")]
public sealed record VersionedXpRules(
    [property: Id(0)] XpRuleSettings Settings,
    [property: Id(1)] int Version);

/// <summary>Change the XP of <c>UserId</c>. <c>Name</c> and <c>Avatar</c> as Discord showed them; null = not known.</summary>
/// <param name="Amount">0 to 2^53; of no meaning for a reset.</param>
/// <param name="RequestKey">Names the request, at most 100 characters.</param>
[GenerateSerializer, Immutable, Alias("XpChange")]
public sealed record XpChange(
    [property: Id(0)] long UserId,
    [property: Id(1)] XpChangeKind Kind,
    [property: Id(2)] long Amount,
    [property: Id(3)] string RequestKey,
    [property: Id(4)] string? Name = null,
    [property: Id(5)] string? Avatar = null);

[GenerateSerializer, Alias("XpChangeKind")]
public enum XpChangeKind
{
    Give = 0,
    Take = 1,
    Set = 2,
    Reset = 3,
}

/// <summary>XP and levels before and after. <c>EntryId</c>: in the audit log; 0 = nothing changed.</summary>
[GenerateSerializer, Immutable, Alias("XpChangeAnswer")]
public sealed record XpChangeAnswer(
    [property: Id(0)] XpChangeOutcome Outcome,
    [property: Id(1)] long Before = 0,
    [property: Id(2)] long After = 0,
    [property: Id(3)] int LevelBefore = 0,
    [property: Id(4)] int LevelAfter = 0,
    [property: Id(5)] long EntryId = 0);

[GenerateSerializer, Alias("XpChangeOutcome")]
public enum XpChangeOutcome
{
    Done = 0,

    /// <summary>It was so already.</summary>
    NothingToChange = 1,

    /// <summary>Bots have no XP.</summary>
    IsBot = 2,

    /// <summary>The amount is negative or above 2^53.</summary>
    AmountOutOfRange = 3,

    /// <summary>The member wants nothing to be counted of them.</summary>
    NotCollected = 4,
}

/// <summary>How many members had XP; <c>EntryId</c> to take it back with, 0 = nobody had any.</summary>
[GenerateSerializer, Immutable, Alias("EverybodyResetAnswer")]
public sealed record EverybodyResetAnswer(
    [property: Id(0)] long Members,
    [property: Id(1)] long EntryId);
