using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Activity;

/// <summary>What the overview and the activity page show: a row for every local day of the period, of all channels or of one.</summary>
public sealed class ActivityDownload(GuildReader guilds, BillingAccess billing) : IGuildDownload
{
    private static readonly string[] OfAChannel = ["date", "messages", "bot_messages", "voice_seconds"], OfPeople = ["authors", "active_members", "joins", "leaves"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var choice = ActivityChoice.Parse(query["range"], query["metric"], query["compare"], query["channel"]);
        if ((await guilds.GetProfileAsync(guildId)).Value is not { } profile)
            return null;
        var (first, last) = choice.Period.From(await billing.GetFirstDayAsync(guildId), profile).DaysOf(profile);
        // People, joins and leaves are not kept by channel.
        if (choice.Channel is not { } channel)
            return Of($"activity-{guildId}", (await guilds.GetActivityAsync(guildId, first, last)).Value, [.. OfAChannel, .. OfPeople]);
        return Of($"activity-{guildId}-{channel}", (await guilds.GetChannelActivityAsync(guildId, channel, first, last)).Value, OfAChannel);
    }

    private static Download? Of(string name, ActivityReport? report, string[] columns) => report is null ? null : new(name, columns, report.Days.Select(day =>
    {
        object?[] cells = [day.Date, day.Messages, day.BotMessages, day.VoiceSeconds, day.Authors, day.ActiveMembers, day.Joins, day.Leaves];
        return cells[..columns.Length];
    }));
}
