using System.Globalization;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Audit;

/// <summary>The audit log as a file, written page by page as it is read. Times are UTC (ISO 8601).</summary>
public static class AuditCsv
{
    private const int PageSize = 100;

    public static void MapAuditCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/g/{guildId:long}/audit.csv", WriteAsync).RequireAuthorization(GuildMemberRequirement.ManagerPolicy);

    private static async Task WriteAsync(HttpContext http, long guildId, AuditLog log, GuildReader guilds, AuthenticationStateProvider authentication)
    {
        authentication.AskFor(http);
        var query = http.Request.Query;
        var choice = AuditChoice.Parse(query["action"], query["actor"], query["member"], null);
        var page = await guilds.GetAuditAsync(guildId, choice.Query with { Take = PageSize });
        if (page.Value is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var words = await log.WordsAsync(guildId);
        await using var file = Csv.Open(http, $"audit-{guildId}.csv");
        await file.WriteAsync("id,at,actor_id,actor,source,action,member_id,member,before,after,undoes,undone_by\r\n");
        while (page.Value is { } found)
        {
            foreach (var entry in found.Entries)
                await file.WriteAsync(Line(entry, words));
            await file.FlushAsync(http.RequestAborted);
            if (found.Next is not { } next)
                return;
            page = await guilds.GetAuditAsync(guildId, choice.Query with { Take = PageSize, Before = next });
        }
        // A file that ends early must not look whole.
        http.Abort();
    }

    private static string Line(AuditRecord entry, AuditText words)
    {
        var changes = words.ChangesOf(entry);
        string?[] cells =
        [
            Csv.Number(entry.Id), entry.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Csv.Number(entry.Actor.UserId), entry.Actor.Name,
            entry.Actor.Source.ToString().ToLowerInvariant(), AuditChoice.Word(entry.Action),
            entry.SubjectId == 0 ? null : Csv.Number(entry.SubjectId), entry.SubjectName,
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.Before ?? "–"}")),
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.After ?? "–"}")),
            Csv.Number(entry.UndoesId), Csv.Number(entry.UndoneById),
        ];
        return Csv.Line(cells);
    }
}
