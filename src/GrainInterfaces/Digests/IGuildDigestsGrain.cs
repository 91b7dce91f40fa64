using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>
/// Makes, keeps and shows a guild's digests; the key is the guild id. Apart from the guild's own grain, so that nothing that happens to the guild
/// waits for a language model. Whoever calls has checked that the viewer may see the guild; the audience is checked here.
/// An outage is <see cref="StorageUnavailableException"/>.
/// </summary>
[Alias("IGuildDigestsGrain")]
public interface IGuildDigestsGrain : IGrainWithIntegerKey
{
    /// <summary>Stored digests, newest first, at most <paramref name="most"/> (1 to 100) with ids below <paramref name="beforeId"/>; null = from the newest on.</summary>
    [Alias("GetList"), AlwaysInterleave]
    Task<DigestList> GetListAsync(Viewer viewer, long? beforeId, int most);

    /// <summary>A stored digest; null = there is none, or it is not for the viewer.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<DigestReading?> GetAsync(Viewer viewer, DigestSpan span, DateOnly firstDay);

    /// <summary>
    /// The running day or week, or what was said since the viewer's last message. Made now unless one that is recent enough is kept; who asks meanwhile
    /// for the same gets the same. <paramref name="readable"/>: the channels that the viewer can read, as Discord says; of no other is anything read.
    /// </summary>
    [Alias("Make"), AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<DigestAnswer> MakeAsync(Viewer viewer, DigestSpan span, IReadOnlyList<long> readable);

    /// <summary>Whether the viewer found a digest useful; the last word counts. False = there is no such digest.</summary>
    [Alias("Rate"), AlwaysInterleave]
    [ResponseTimeout("00:00:15")]
    Task<bool> RateAsync(Viewer viewer, long digestId, bool isUseful);

    /// <summary>Providers and budget as they are now, for who manages a guild.</summary>
    [Alias("GetProviders"), AlwaysInterleave]
    Task<DigestProviders> GetProvidersAsync();

    /// <summary>
    /// For the guild's own grain, which waits for it: settings changed. Asks the guild nothing. <paramref name="isPlanned"/>: digests are to be made by themselves.
    /// </summary>
    [Alias("Reschedule"), AlwaysInterleave]
    Task RescheduleAsync(bool isPlanned);
}

/// <summary>Who looks. <c>IsManager</c>: manages the guild, so the audience's role is not asked for. Roles are looked up by the grain.</summary>
[GenerateSerializer, Immutable, Alias("Viewer")]
public sealed record Viewer([property: Id(0)] long UserId, [property: Id(1)] bool IsManager);

/// <summary>What came of asking for a digest now.</summary>
[GenerateSerializer, Immutable, Alias("DigestAnswer")]
public sealed record DigestAnswer(
    [property: Id(0)] DigestOutcome Outcome,
    [property: Id(1)] DigestReading? Reading = null,
    [property: Id(2)] DateTimeOffset? TryAgainAt = null);

[GenerateSerializer, Alias("DigestOutcome")]
public enum DigestOutcome
{
    Ready = 0,

    /// <summary>The bot never saw the guild, or it has not heard anything yet.</summary>
    UnknownGuild = 1,

    /// <summary>The viewer asked often within the hour; <c>TryAgainAt</c> says when they may again.</summary>
    TooOften = 2,

    /// <summary>Nothing was said since the viewer's last message in channels that they can read and that are kept.</summary>
    NothingMissed = 3,

    /// <summary>The guild keeps no text of any channel that the viewer can read.</summary>
    NoText = 4,

    /// <summary>The viewer has not written here in the time that text is kept for; the digest is of all that is kept. Still <c>Reading</c> is set.</summary>
    ReadySinceKept = 5,
}

/// <summary>The providers in the order in which they are asked, and what is used of the budget.</summary>
[GenerateSerializer, Immutable, Alias("DigestProviders")]
public sealed record DigestProviders(
    [property: Id(0)] IReadOnlyList<DigestProvider> Providers,
    [property: Id(1)] long CostMicrosThisMonth,
    [property: Id(2)] long CostMicrosPerMonth,
    [property: Id(3)] string Currency,
    [property: Id(4)] int GuildRequestsToday,
    [property: Id(5)] int GuildRequestsPerDay);

/// <summary><c>RequestsPerDay</c> 0 = without limit. <c>State</c>: whether it is asked now.</summary>
[GenerateSerializer, Immutable, Alias("DigestProvider")]
public sealed record DigestProvider(
    [property: Id(0)] string Name,
    [property: Id(1)] string Model,
    [property: Id(2)] int RequestsToday,
    [property: Id(3)] int RequestsPerDay,
    [property: Id(4)] ProviderState State);

[GenerateSerializer, Alias("ProviderState")]
public enum ProviderState
{
    Ready = 0,

    /// <summary>It failed often just now, and is left alone for a while.</summary>
    Resting = 1,
    OverBudget = 2,
}

/// <summary>
/// What a guild's digests are made of, when, and for whom; the guild's own grain, since it is where text comes in. The key is the guild id. Whoever calls
/// has checked that the actor may manage the guild.
/// </summary>
[Alias("IGuildDigestSettingsGrain")]
public interface IGuildDigestSettingsGrain : IGrainWithIntegerKey
{
    [Alias("GetDigestSettings"), AlwaysInterleave]
    Task<VersionedDigestSettings> GetDigestSettingsAsync();

    /// <summary>
    /// From now on; texts that are no longer to be kept are deleted in the same commit. Answers <see cref="SettingsSaved"/>,
    /// <see cref="SettingsChangedMeanwhile"/> or <see cref="DigestSettingsRefused"/>; only the first changed anything.
    /// </summary>
    [Alias("SaveDigestSettings")]
    [ResponseTimeout("00:00:15")]
    Task<SettingsAnswer> SaveDigestSettingsAsync(DigestSettings settings, int version, Actor actor);

    [Alias("GetDigestChoices"), AlwaysInterleave]
    Task<DigestChoices> GetDigestChoicesAsync();
}
