using System.Globalization;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Retention;

/// <summary>What the retention page shows as a file: a line for every week in which people came and every week after it.</summary>
public static class RetentionCsv
{
    public static void MapRetentionCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/g/{guildId:long}/retention.csv", WriteAsync).RequireAuthorization(GuildMemberRequirement.Policy);

    private static async Task WriteAsync(HttpContext http, long guildId, GuildReader guilds, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        if ((await guilds.GetRetentionAsync(guildId)).Value is not { } retention)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await using var file = Csv.Open(http, $"retention-{guildId}.csv");
        await file.WriteAsync("week_of_arrival,arrivals,weeks_after,active,is_running\r\n");
        foreach (var cohort in retention.Cohorts)
        {
            foreach (var (week, active) in cohort.Active.Index())
            {
                await file.WriteAsync(Csv.Line(
                [
                    cohort.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Csv.Number(cohort.Arrivals), Csv.Number(week), Csv.Number(active),
                    week == cohort.Active.Count - 1 ? "true" : "false",
                ]));
            }
        }
    }
}
