using System.Globalization;
using CommunityIntel.Web.Activity;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Voice;

/// <summary>What the voice page shows as a file: a line for every local day of the period.</summary>
public static class VoiceCsv
{
    public static void MapVoiceCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/g/{guildId:long}/voice.csv", WriteAsync).RequireAuthorization(GuildMemberRequirement.Policy);

    private static async Task WriteAsync(HttpContext http, long guildId, GuildReader guilds, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        var choice = OverviewChoice.Parse(http.Request.Query["range"], null, null);
        if ((await guilds.GetProfileAsync(guildId)).Value is not { } profile)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var (first, last) = choice.DaysOf(profile);
        var (activity, voice) = (guilds.GetActivityAsync(guildId, first, last), guilds.GetVoiceAsync(guildId, first, last));
        if ((await activity).Value is not { } seconds || (await voice).Value is not { } peaks)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await using var file = Csv.Open(http, $"voice-{guildId}.csv");
        await file.WriteAsync("date,voice_seconds,most_at_once,most_since\r\n");
        foreach (var (day, peak) in seconds.Days.Zip(peaks.Days))
        {
            await file.WriteAsync(Csv.Line(
            [
                day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Csv.Number(day.VoiceSeconds), Csv.Number(peak.Peak?.People ?? 0),
                peak.Peak?.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
            ]));
        }
    }
}
