using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildStatsGrain
{
    private const int MostDays = 800;

    public Task<MemberActivity> GetMemberActivityAsync(long userId, DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        return Outage.Translate(() => queries.MemberActivityAsync(GuildId, userId, firstDay, lastDay));
    }
}
