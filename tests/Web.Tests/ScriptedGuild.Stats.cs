using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>Channel 7 has a message at every hour of every Monday; others have none.</summary>
public sealed partial class ScriptedGuild : IGuildStatsGrain
{
    public Task<MemberActivity> GetMemberActivityAsync(long userId, long viewerId, DateOnly firstDay, DateOnly lastDay) =>
        Task.FromResult(new MemberActivity(firstDay, lastDay, []));

    public Task<ActivityReport> GetChannelActivityAsync(long channelId, DateOnly firstDay, DateOnly lastDay)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var messages = channelId == 7 ? 3 : 0;
        var days = Enumerable.Range(0, lastDay.DayNumber - firstDay.DayNumber + 1)
            .Select(i => new ActivityDay(firstDay.AddDays(i), messages, 0, 0, 0, 0, 0, 0))
            .ToList();
        return Task.FromResult(new ActivityReport(
            firstDay, lastDay, "Europe/Paris", new(days.Sum(day => day.Messages), 0, 0, 0, 0, 0, 0), days,
            messages == 0 ? [] : [new(7, "<general>", 0, 10, 0, 0)], [.. Enumerable.Range(0, 168).Select(hour => hour < 24 ? (long)messages : 0)], DateTimeOffset.UnixEpoch));
    }

    /// <summary>Five people at once at noon (UTC) of every day; two stays, one of which goes on.</summary>
    public Task<VoiceReport> GetVoiceAsync(DateOnly firstDay, DateOnly lastDay)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var days = Enumerable.Range(0, lastDay.DayNumber - firstDay.DayNumber + 1)
            .Select(i => new VoiceDay(firstDay.AddDays(i), new(5, new DateTimeOffset(firstDay.AddDays(i).ToDateTime(new(12, 0)), TimeSpan.Zero))))
            .ToList();
        var began = new DateTimeOffset(lastDay.ToDateTime(new(11, 0)), TimeSpan.Zero);
        return Task.FromResult(new VoiceReport(
            firstDay, lastDay, "Europe/Paris", 9, 1, 1_500, 6, days, [.. Enumerable.Range(0, 168).Select(hour => hour == 36 ? 7_200L : 0)],
            [new(began, 9_000, 9, "Lounge", false, true), new(began, 3_600, 0, null, true, false)], DateTimeOffset.UnixEpoch));
    }

    /// <summary>Ten people came three weeks ago, three the week after; of those who came before, fewer stayed.</summary>
    public Task<RetentionReport> GetRetentionAsync()
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var monday = new DateOnly(2026, 11, 2);
        return Task.FromResult(new RetentionReport(
            "Europe/Paris", [new(monday, 10, [8, 5, 4]), new(monday.AddDays(7), 3, []), new(monday.AddDays(14), 0, [0])],
            [new(1, 1, 10, 6, 5, 2), new(7, 13, 4, null, 0, null), new(30, 36, 0, null, 0, null)], DateTimeOffset.UnixEpoch));
    }
}
