using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Gaps;

namespace CommunityIntel.Grains.Activity;

/// <summary>A guild's reports, each computed once per <see cref="Lifetime"/> however many ask. Lives with the activation.</summary>
public sealed class GuildReports(long guildId, ActivityReader reader, GapReader gapReader, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int MostKept = 32;

    private readonly Dictionary<(DateOnly, DateOnly, long), (Task<ActivityReport> Report, DateTimeOffset At, long Commits)> _kept = [];

    /// <summary>A kept report is good while nothing was written since, or for its lifetime. <paramref name="channelId"/> 0 = of the whole guild.</summary>
    public Task<ActivityReport> GetAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, long commits, long channelId = 0)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue((first, last, channelId), out var kept) && !kept.Report.IsFaulted && (kept.Commits == commits || now - kept.At < Lifetime))
            return kept.Report;
        if (_kept.Count >= MostKept) _kept.Clear();
        var report = ComputeAsync(first, last, guild, calendar, now, channelId);
        _kept[(first, last, channelId)] = (report, now, commits);
        return report;
    }

    private async Task<ActivityReport> ComputeAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, DateTimeOffset now, long channelId)
    {
        var stored = channelId == 0 ? await reader.ReadAsync(guildId, first, last) : await reader.ReadChannelAsync(guildId, channelId, first, last);
        var byDate = stored.Days.ToDictionary(d => d.Date);
        var days = new List<ActivityDay>();
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            days.Add(byDate.TryGetValue(date, out var d)
                ? new ActivityDay(date, d.Messages, d.BotMessages, d.Authors, d.ActiveMembers, d.VoiceSeconds, d.Joins, d.Leaves)
                : new ActivityDay(date, 0, 0, 0, 0, 0, 0, 0));
        }

        var heatmap = new long[7 * 24];
        foreach (var hour in stored.Hours) heatmap[calendar.HourOfWeek(hour.HourAt)] += hour.Messages;
        var channels = stored.Channels.Select(c =>
        {
            var channel = guild.Channels.GetValueOrDefault(c.ChannelId);
            return new ChannelActivity(c.ChannelId, channel?.Name, channel?.Type ?? 0, c.Messages, c.BotMessages, c.VoiceSeconds);
        });
        var totals = new ActivityTotals(
            days.Sum(d => d.Messages), days.Sum(d => d.BotMessages), stored.Authors, stored.ActiveMembers,
            days.Sum(d => d.VoiceSeconds), days.Sum(d => d.Joins), days.Sum(d => d.Leaves));
        return new ActivityReport(first, last, calendar.Zone.Id, totals, days, [.. channels], heatmap, now, await GapsAsync(first, last, calendar));
    }

    private async Task<IReadOnlyList<ActivityGap>> GapsAsync(DateOnly first, DateOnly last, ZonedCalendar calendar)
    {
        // A local day begins and ends within a day of UTC's.
        var found = await gapReader.FindAsync(
            guildId, first.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), last.AddDays(2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return [.. found.Select(gap => ToReport(gap, calendar)).Where(gap => gap.FirstDay <= last && gap.LastDay >= first)];
    }

    private static ActivityGap ToReport(Gap gap, ZonedCalendar calendar)
    {
        var (from, until) = (DateTimeOffset.FromUnixTimeMilliseconds(gap.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(gap.UntilMs));
        return new ActivityGap(
            from, until, (ActivityGapState)gap.State, (ActivityGapShortfall)gap.Shortfall, gap.Found, calendar.DateOf(from), calendar.DateOf(until.AddMilliseconds(-1)));
    }
}
