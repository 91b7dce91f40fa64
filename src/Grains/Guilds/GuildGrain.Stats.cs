using CommunityIntel.Domain.Privacy;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Lifecycle;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildStatsGrain
{
    private const int MostDays = 800;

    public Task<MemberActivity> GetMemberActivityAsync(long userId, long viewerId, DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        // Whoever asks for a member by name would put the name back on the figures of a nameless one.
        return _guild.AppearanceOf(userId, viewerId) == Appearance.Shown
            ? Outage.Translate(() => queries.MemberActivityAsync(GuildId, userId, Visible(firstDay), Visible(lastDay)))
            : Task.FromResult(new MemberActivity(firstDay, lastDay, []));
    }

    public Task<ActivityReport> GetChannelActivityAsync(long channelId, DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        return Outage.Translate(() => _reports.GetAsync(Visible(firstDay), Visible(lastDay), _guild, _calendar, _written, channelId));
    }

    public Task<VoiceReport> GetVoiceAsync(DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        return Outage.Translate(() => _reports.GetVoiceAsync(Visible(firstDay), Visible(lastDay), _guild, _calendar, _written));
    }

    public Task<RetentionReport> GetRetentionAsync() => Outage.Translate(() => _reports.GetRetentionAsync(_guild, _calendar, _written));

    public Task<LifecycleReport> GetLifecycleAsync() => Outage.Translate(() => _reports.GetLifecycleAsync(_guild, _calendar, _written));
}
