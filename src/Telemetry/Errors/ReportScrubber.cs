using System.Text.RegularExpressions;
using Sentry;

namespace CommunityIntel.Telemetry.Errors;

/// <summary>
/// Leaves of an error what finds its cause: types, stack, the log's template, route, release. What an exception says in words may hold
/// anything, a name, a text, an address with a token in it: the words stay in the logs of the host.
/// </summary>
internal static partial class ReportScrubber
{
    private static readonly HashSet<string> KeptTags = new(StringComparer.Ordinal) { "role", "sqlstate" };

    public static SentryEvent Scrub(SentryEvent report)
    {
        foreach (var exception in report.SentryExceptions ?? [])
        {
            exception.Value = null;
            if (exception.Mechanism is { } mechanism)
            {
                mechanism.Description = null;
                mechanism.Data.Clear();
            }
        }

        if (SqlStateOf(report.Exception) is { } sqlState) report.SetTag("sqlstate", sqlState);
        if (report.Message is { } message) report.Message = new SentryMessage { Message = TemplateOf(message.Message) };
        report.User = new SentryUser();
        report.ServerName = null;
        var route = report.TransactionName;
        report.Request = new SentryRequest { Method = report.Request.Method };
        report.TransactionName = route is null || !Route().IsMatch(route) ? null : route;
        foreach (var extra in report.Extra.Keys.ToList()) report.SetExtra(extra, null);
        foreach (var tag in report.Tags.Keys.Where(tag => !KeptTags.Contains(tag)).ToList()) report.UnsetTag(tag);
        return report;
    }

    /// <summary>A template has its values outstanding; a text without any may be one that was put together, and is not sent.</summary>
    private static string TemplateOf(string? text) => text is not null && text.Contains('{', StringComparison.Ordinal) ? text : "error";

    private static string? SqlStateOf(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is System.Data.Common.DbException { SqlState: { } state }) return state;
        return null;
    }

    // GET /guilds/{guildId}: a pattern of ours, not the address that was asked for.
    [GeneratedRegex(@"^[A-Z]+ /?([\w\-/.]|\{[\w:?*=.()]+\})*$")]
    private static partial Regex Route();
}
