using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Privacy;

/// <summary>
/// A person's choices over all guilds; the key is the user id. Whoever calls has made sure that it is that person who asks.
/// Everything throws <see cref="StorageUnavailableException"/> when the database is away: nothing was changed, or what was is kept.
/// </summary>
[Alias("IMemberPrivacyGrain")]
public interface IMemberPrivacyGrain : IGrainWithIntegerKey
{
    /// <summary>What holds now; answers while guilds are told, or while the person is deleted.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<MemberPrivacy> GetAsync();

    /// <summary>
    /// Takes one choice or takes it back. Durable when the task completes; the guilds that know the person know it too, but for
    /// those that did not answer, which are told within minutes.
    /// </summary>
    [Alias("Choose")]
    Task<MemberPrivacy> ChooseAsync(MemberChoices choice, bool isOn);

    /// <summary>Everything of the person is deleted after a day, until which they can call it off; asked again, the first time holds.</summary>
    [Alias("RequestDeletion")]
    Task<MemberPrivacy> RequestDeletionAsync();

    [Alias("CancelDeletion")]
    Task<MemberPrivacy> CancelDeletionAsync();

    /// <summary>Everything that is stored of the person, as one JSON document in UTF-8, in pieces of at most 64 KB or one row.</summary>
    [Alias("Export")]
    IAsyncEnumerable<byte[]> ExportAsync(CancellationToken cancellation = default);
}
