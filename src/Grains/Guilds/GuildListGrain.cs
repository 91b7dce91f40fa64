using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Storage.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Holds nothing: every answer is read from the database.</summary>
[GrainType("guild-list"), StatelessWorker]
public sealed class GuildListGrain(GuildStore store, TimeProvider time) : Grain, IGuildListGrain
{
    public Task<IReadOnlyList<GuildProfile>> FindAsync(IReadOnlyList<long> guildIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guildIds.Count, 200);
        return Outage.Translate<IReadOnlyList<GuildProfile>>(async () =>
        {
            var now = time.GetUtcNow();
            var known = await store.FindKnownAsync(guildIds);
            return [.. known.Select(g => GuildQueries.Profile(g.GuildId, g.Identity, g.TimeZone, ZonedCalendar.Of(g.TimeZone).DateOf(now)))];
        });
    }
}
