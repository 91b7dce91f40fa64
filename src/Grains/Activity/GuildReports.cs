using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Invites;
using CommunityIntel.GrainInterfaces.Lifecycle;
using CommunityIntel.Grains.Lifecycle;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Invites;
using CommunityIntel.Storage.Lifecycle;
using CommunityIntel.Storage.Replicas;

namespace CommunityIntel.Grains.Activity;

/// <summary>
/// A guild's reports of messages, voice and people. A replica may answer those that read much; invites and gaps are read where they are written. Lives with the
/// activation.
/// </summary>
public sealed class GuildReports(long guildId, ActivityReader reader, VoiceReader voice, GapReader gapReader, RetentionReader retention, LifecycleReader lifecycle, InviteReader invites, ReportDatabase database, TimeProvider time)
{
    private const int LongestStays = 10, MostInvites = 200;

    private readonly ReplicaView _replica = new(() => database.CoveredUntil, time);
    private readonly ReportCache<(DateOnly, DateOnly, long), ActivityReport> _activity = new(time);
    private readonly ReportCache<(DateOnly, DateOnly), VoiceReport> _voice = new(time);
    private readonly ReportCache<DateOnly, RetentionReport> _retention = new(time);
    private readonly ReportCache<DateOnly, LifecycleReport> _lifecycle = new(time);
    private readonly ReportCache<(DateOnly, DateOnly), InviteReport> _invites = new(time);

    /// <summary>Days are other days from now on: nothing that was kept is right for even a moment.</summary>
    public void Forget()
    {
        _replica.Forget();
        _activity.Forget();
        _voice.Forget();
        _retention.Forget();
        _lifecycle.Forget();
        _invites.Forget();
    }

    /// <summary><paramref name="channelId"/> 0 = of the whole guild.</summary>
    public Task<ActivityReport> GetAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, WrittenDays written, long channelId = 0)
    {
        var (mayLag, commits) = _replica.Look(written.Commits);
        return _activity.GetAsync((first, last, channelId), commits, since => written.AnySince(since, first, last), now => ComputeAsync(first, last, guild, calendar, now, channelId, mayLag));
    }

    public Task<VoiceReport> GetVoiceAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, WrittenDays written)
    {
        var (mayLag, commits) = _replica.Look(written.Commits);
        return _voice.GetAsync((first, last), commits, since => since != written.Commits, now => ComputeVoiceAsync(first, last, guild, calendar, now, mayLag));
    }

    /// <summary>This and the next are of days that are over: other ones after midnight, though nothing was written.</summary>
    public Task<RetentionReport> GetRetentionAsync(Guild guild, ZonedCalendar calendar, WrittenDays written)
    {
        var (mayLag, commits) = _replica.Look(written.Commits);
        return _retention.GetAsync(
            calendar.DateOf(time.GetUtcNow()), commits, since => since != written.Commits, now => new MemberRetention(guildId, retention).ReadAsync(guild.Identity.FirstDate, calendar, now, mayLag));
    }

    public Task<LifecycleReport> GetLifecycleAsync(Guild guild, ZonedCalendar calendar, WrittenDays written)
    {
        var (mayLag, commits) = _replica.Look(written.Commits);
        var last = calendar.DateOf(time.GetUtcNow()).AddDays(-1);
        return _lifecycle.GetAsync(
            last, commits, since => since != written.Commits, now => new MemberLifecycle(guildId, lifecycle).ReadAsync(guild.Identity.FirstDate, last, calendar, now, mayLag));
    }

    public Task<InviteReport> GetInvitesAsync(DateOnly first, DateOnly last, Guild guild, WrittenDays written) =>
        _invites.GetAsync((first, last), written.Commits, since => since != written.Commits, now => ComputeInvitesAsync(first, last, guild, now));

    private async Task<InviteReport> ComputeInvitesAsync(DateOnly first, DateOnly last, Guild guild, DateTimeOffset now)
    {
        var look = guild.InvitesLookedAt;
        var stored = await invites.ReadAsync(guildId, first, last, MostInvites);
        return new InviteReport(
            first, last, look is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(look.AtMs), look is { IsRefused: true }, [.. stored.Select(i => ToReport(i, guild))], now);
    }

    // Who hides, has no name here or stopped being counted is not named.
    private static InviteFigures ToReport(StoredInvite i, Guild guild) => new(
        i.Code, i.UserId is { } maker && !guild.Choices.ContainsKey(maker) ? i.UserName : null,
        i.ChannelId is { } channel ? guild.Channels.GetValueOrDefault(channel)?.Name : null,
        i.Joins, i.Uses, i.MaxUses, i.CreatedAt, i.ExpiresAt, i.GoneAt is not null);

    private async Task<VoiceReport> ComputeVoiceAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, DateTimeOffset now, bool mayLag)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        var stored = await voice.ReadAsync(guildId, [.. Enumerable.Range(0, days + 1).Select(i => calendar.StartOf(first.AddDays(i)))], now.UtcDateTime, LongestStays, mayLag);
        var peaks = stored.Peaks.ToDictionary(p => p.Day);
        var heatmap = new long[7 * 24];
        foreach (var hour in stored.Seconds) heatmap[calendar.HourOfWeek(hour.HourAt)] += hour.Figure;
        return new VoiceReport(
            first, last, calendar.Zone.Id, stored.Begun, stored.Estimated, stored.MedianSeconds, stored.People,
            [.. Enumerable.Range(0, days).Select(i => new VoiceDay(first.AddDays(i), peaks.TryGetValue(i, out var peak) ? new VoicePeak(peak.People, peak.At) : null))],
            heatmap, [.. stored.Longest.Select(stay => ToReport(stay, guild))], now);
    }

    private static VoiceStay ToReport(StoredStay stay, Guild guild)
    {
        var channel = guild.Channels.GetValueOrDefault(stay.ChannelId);
        return new VoiceStay(stay.StartedAt, (long)(stay.EndedAt - stay.StartedAt).TotalSeconds, stay.ChannelId, channel?.Name, stay.IsEstimated, stay.IsOpen);
    }

    private async Task<ActivityReport> ComputeAsync(DateOnly first, DateOnly last, Guild guild, ZonedCalendar calendar, DateTimeOffset now, long channelId, bool mayLag)
    {
        var stored = channelId == 0 ? await reader.ReadAsync(guildId, first, last, mayLag) : await reader.ReadChannelAsync(guildId, channelId, first, last, mayLag);
        var byDate = stored.Days.ToDictionary(d => d.Date);
        var days = new List<ActivityDay>();
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            days.Add(byDate.TryGetValue(date, out var d)
                ? new ActivityDay(date, d.Messages, d.BotMessages, d.Authors, d.ActiveMembers, d.VoiceSeconds, d.Joins, d.Leaves)
                : new ActivityDay(date, 0, 0, 0, 0, 0, 0, 0));
        }

        var heatmap = new long[7 * 24];
        foreach (var hour in stored.Hours) heatmap[calendar.HourOfWeek(hour.HourAt)] += hour.Figure;
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
