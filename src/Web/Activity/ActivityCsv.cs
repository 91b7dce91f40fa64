using System.Globalization;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Activity;

/// <summary>What the activity page shows as a file: a line for every local day of the period, of all channels or of one.</summary>
public static class ActivityCsv
{
    public static void MapActivityCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/g/{guildId:long}/activity.csv", WriteAsync).RequireAuthorization(GuildMemberRequirement.Policy);

    private static async Task WriteAsync(HttpContext http, long guildId, GuildReader guilds, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        var query = http.Request.Query;
        var choice = ActivityChoice.Parse(query["range"], query["metric"], query["compare"], query["channel"]);
        if (await ReadAsync(guildId, guilds, choice) is not { } report)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        // People, joins and leaves are not kept by channel.
        var isWhole = choice.Channel is null;
        await using var file = Csv.Open(http, $"activity-{guildId}{(isWhole ? "" : $"-{choice.Channel}")}.csv");
        await file.WriteAsync($"date,messages,bot_messages,voice_seconds{(isWhole ? ",authors,active_members,joins,leaves" : "")}\r\n");
        foreach (var day in report.Days)
            await file.WriteAsync(Line(day, isWhole));
    }

    private static async Task<ActivityReport?> ReadAsync(long guildId, GuildReader guilds, ActivityChoice choice)
    {
        if ((await guilds.GetProfileAsync(guildId)).Value is not { } profile)
            return null;
        var (first, last) = choice.Period.DaysOf(profile);
        return (choice.Channel is { } channel ? await guilds.GetChannelActivityAsync(guildId, channel, first, last) : await guilds.GetActivityAsync(guildId, first, last)).Value;
    }

    private static string Line(ActivityDay day, bool isWhole)
    {
        long[] figures = [day.Messages, day.BotMessages, day.VoiceSeconds, .. isWhole ? (long[])[day.Authors, day.ActiveMembers, day.Joins, day.Leaves] : []];
        return Csv.Line([day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. figures.Select(figure => Csv.Number(figure))]);
    }
}
