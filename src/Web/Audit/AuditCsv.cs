using System.Globalization;
using System.Text;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Audit;

/// <summary>The audit log as a file, written page by page as it is read. Times are UTC (ISO 8601).</summary>
public static class AuditCsv
{
    private const int PageSize = 100;

    public static void MapAuditCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/g/{guildId:long}/audit.csv", WriteAsync).RequireAuthorization(GuildMemberRequirement.ManagerPolicy);

    /// <summary>A cell that no spreadsheet takes for a formula, quoted where CSV (RFC 4180) needs it.</summary>
    public static string Cell(string? text)
    {
        var cell = text ?? "";
        if (cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal))
            cell = "'" + cell;
        return cell.AsSpan().IndexOfAny("\",\r\n;") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async Task WriteAsync(HttpContext http, long guildId, AuditLog log, GuildReader guilds, AuthenticationStateProvider authentication)
    {
        // Outside of a page nobody has told the reader yet who asks.
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
        var query = http.Request.Query;
        var choice = AuditChoice.Parse(query["action"], query["actor"], query["member"], null);
        var page = await guilds.GetAuditAsync(guildId, choice.Query with { Take = PageSize });
        if (page.Value is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{guildId}.csv\"";
        var words = await log.WordsAsync(guildId);
        // With a byte order mark, by which spreadsheets know the encoding.
        await using var file = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
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
            Number(entry.Id), entry.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Number(entry.Actor.UserId), entry.Actor.Name,
            entry.Actor.Source.ToString().ToLowerInvariant(), AuditChoice.Word(entry.Action),
            entry.SubjectId == 0 ? null : Number(entry.SubjectId), entry.SubjectName,
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.Before ?? "–"}")),
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.After ?? "–"}")),
            Number(entry.UndoesId), Number(entry.UndoneById),
        ];
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
