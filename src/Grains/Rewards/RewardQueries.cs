using CommunityIntel.Storage.Outbox;
using CommunityIntel.Storage.Rewards;

namespace CommunityIntel.Grains.Rewards;

/// <summary>What rewards ask of the database.</summary>
public sealed class RewardQueries(RepairReader repairs, OutboxStore outbox)
{
    public Task<long> PendingAsync(long guildId) => outbox.CountPendingAsync(guildId);

    public async Task<long> GivenUpAsync(long guildId) => (await outbox.OpenAsync(guildId, 1)).GivenUp;

    /// <summary>Those to look at next, and how many there are in all (counted when <paramref name="total"/> is 0).</summary>
    public async Task<(IReadOnlyList<long> UserIds, int Total)> NextAsync(long guildId, long after, int most, int total) =>
        (await repairs.NextAsync(guildId, after, most), total > 0 ? total : await repairs.CountAsync(guildId));
}
