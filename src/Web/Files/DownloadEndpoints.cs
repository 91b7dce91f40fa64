using System.Text;
using System.Text.Json;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Files;

/// <summary>Every download of a guild: the page's address with <c>.csv</c> or <c>.json</c> behind it, and its query.</summary>
public static class DownloadEndpoints
{
    /// <summary>Rows between two writes to the network.</summary>
    private const int RowsAtOnce = 100;

    public static void MapDownload<TDownload>(this IEndpointRouteBuilder endpoints, string page, string policy = GuildMemberRequirement.Policy)
        where TDownload : class, IGuildDownload
    {
        endpoints.MapGet($"/g/{{guildId:long}}/{page}.csv", Answer(WriteCsvAsync, ExportFormats.Csv)).RequireAuthorization(policy).RequireRateLimiting(RateLimits.Downloads);
        endpoints.MapGet($"/g/{{guildId:long}}/{page}.json", Answer(WriteJsonAsync, ExportFormats.CsvAndJson)).RequireAuthorization(policy).RequireRateLimiting(RateLimits.Downloads);

        static Delegate Answer(Func<HttpContext, Download, Task> write, ExportFormats needed) =>
            async (HttpContext http, long guildId, GuildReader guilds, BillingAccess billing, AuthenticationStateProvider authentication) =>
            {
                authentication.AskFor(http);
                http.Response.StatusCode = await RefusalAsync(guildId, guilds, billing, needed);
                if (http.Response.StatusCode == StatusCodes.Status200OK)
                    await AnswerAsync(http, guildId, ActivatorUtilities.CreateInstance<TDownload>(http.RequestServices), write);
            };
    }

    // 200 = there is none.
    private static async Task<int> RefusalAsync(long guildId, GuildReader guilds, BillingAccess billing, ExportFormats needed) =>
        !await guilds.MayDownloadAsync(guildId) ? StatusCodes.Status404NotFound
        : await billing.GetExportsAsync(guildId) < needed ? StatusCodes.Status402PaymentRequired
        : StatusCodes.Status200OK;

    private static async Task AnswerAsync(HttpContext http, long guildId, IGuildDownload page, Func<HttpContext, Download, Task> write)
    {
        if (await page.ReadAsync(guildId, http.Request.Query, http.RequestAborted) is not { } download)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await write(http, download);
        }
        catch (DownloadCutShortException)
        {
            http.Abort();
        }
    }

    private static async Task WriteCsvAsync(HttpContext http, Download download)
    {
        Begin(http, "text/csv; charset=utf-8", download.Name + ".csv");
        // With a byte order mark, by which spreadsheets know the encoding.
        await using var file = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await file.WriteAsync(Csv.Line(download.Columns));
        var rows = 0;
        await foreach (var row in download.Rows.WithCancellation(http.RequestAborted))
        {
            await file.WriteAsync(Csv.Line(row));
            if (++rows % RowsAtOnce == 0) await file.FlushAsync(http.RequestAborted);
        }
    }

    private static async Task WriteJsonAsync(HttpContext http, Download download)
    {
        Begin(http, "application/json", download.Name + ".json");
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartArray();
        var rows = 0;
        await foreach (var row in download.Rows.WithCancellation(http.RequestAborted))
        {
            json.WriteStartObject();
            foreach (var (column, cell) in download.Columns.Zip(row)) Write(json, column, cell);
            json.WriteEndObject();
            if (++rows % RowsAtOnce != 0) continue;
            json.Flush();
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        json.WriteEndArray();
    }

    private static void Begin(HttpContext http, string type, string name)
    {
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
    }

    private static void Write(Utf8JsonWriter json, string column, object? cell)
    {
        switch (cell)
        {
            case null: json.WriteNull(column); break;
            case bool truth: json.WriteBoolean(column, truth); break;
            case int number: json.WriteNumber(column, number); break;
            case long number: json.WriteNumber(column, number); break;
            default: json.WriteString(column, Download.Written(cell)); break;
        }
    }
}
