using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.GrainInterfaces.Outbox;

/// <summary>
/// What is still to be done on Discord. Workers take what is due for their shards and report what became of it. Stateless,
/// from the database; key 0. An outage is <see cref="StorageUnavailableException"/>.
/// </summary>
[Alias("IOutboxGrain")]
public interface IOutboxGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Leases up to <paramref name="max"/> (1 to 200) due actions of the guilds of these shards of <paramref name="shardCount"/>
    /// for a worker, whose name is its process's own. What is not reported before the lease (5 seconds to 10 minutes) ends is due
    /// again, for anybody.
    /// </summary>
    [Alias("TakeDue")]
    [ResponseTimeout("00:00:10")]
    Task<DueActions> TakeDueAsync(IReadOnlyList<int> shards, int shardCount, string workerName, int max, TimeSpan lease);

    /// <summary>Saves outcomes of actions that this worker took. Reporting twice is harmless.</summary>
    [Alias("Report")]
    [ResponseTimeout("00:00:10")]
    Task ReportAsync(string workerName, IReadOnlyList<ActionOutcome> outcomes);

    /// <summary>
    /// What could not be done for a guild, and what has failed so far and is tried again. Without what nobody can mend (the member
    /// left) or has been mended (a later announcement was made in the channel).
    /// </summary>
    [Alias("GetOpen")]
    Task<OpenActions> GetOpenAsync(long guildId);

    /// <summary>
    /// Makes what was given up for a guild due once more, but what nobody can mend. Answers how many. A second time finds nothing,
    /// unless Discord has refused again meanwhile. The caller has checked that somebody may.
    /// </summary>
    [Alias("TryAgain")]
    [ResponseTimeout("00:00:10")]
    Task<int> TryAgainAsync(long guildId);
}
