using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Gaps;
using Orleans.Concurrency;

namespace CommunityIntel.Grains.Gaps;

/// <summary>Holds nothing: every answer is read from the database.</summary>
[GrainType("gaps"), StatelessWorker]
public sealed class GapsGrain(GapReader reader) : Grain, IGapsGrain
{
    public Task<IReadOnlyList<GuildGap>> FindOpenAsync(int shardId, int shardCount, int most)
    {
        MustBeAShard(shardId, shardCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(most, Math.Clamp(most, 1, 200));
        return Outage.Translate<IReadOnlyList<GuildGap>>(async () =>
        {
            var open = await reader.FindOpenAsync(shardId, shardCount, most);
            return [.. open.Select(g => new GuildGap(
                g.GuildId, g.Gap.Id, g.Gap.LastMessageId, g.Gap.Examined, [.. g.Channels.Select(c => new GuildGapChannel(c.ChannelId, c.Cursor))]))];
        });
    }

    public Task<IReadOnlyList<long>> FindPresentAsync(int shardId, int shardCount, long after, int most)
    {
        MustBeAShard(shardId, shardCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(most, Math.Clamp(most, 1, 1_000));
        return Outage.Translate(() => reader.FindPresentAsync(shardId, shardCount, after, most));
    }

    private static void MustBeAShard(int shardId, int shardCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shardCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shardId, Math.Clamp(shardId, 0, shardCount - 1));
    }
}
