using System.Globalization;
using System.Runtime.CompilerServices;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Audit;

/// <summary>The audit log, read page by page as it is written.</summary>
public sealed class AuditDownload(AuditLog log, GuildReader guilds) : IGuildDownload
{
    private const int PageSize = 100;

    private static readonly string[] Columns = ["id", "at", "actor_id", "actor", "source", "action", "member_id", "member", "before", "after", "undoes", "undone_by"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var asked = AuditChoice.Parse(query["action"], query["actor"], query["member"], null).Query with { Take = PageSize };
        return (await guilds.GetAuditAsync(guildId, asked)).Value is { } first
            ? new($"audit-{guildId}", Columns, RowsAsync(guildId, asked, first, await log.WordsAsync(guildId), cancellation))
            : null;
    }

    private async IAsyncEnumerable<object?[]> RowsAsync(long guildId, AuditQuery asked, AuditPage page, AuditText words, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var entry in page.Entries)
                yield return Row(entry, words);
            if (page.Next is not { } next)
                yield break;
            cancellation.ThrowIfCancellationRequested();
            page = (await guilds.GetAuditAsync(guildId, asked with { Before = next })).Value ?? throw new DownloadCutShortException();
        }
    }

    private static object?[] Row(AuditRecord entry, AuditText words)
    {
        var changes = words.ChangesOf(entry);
        return
        [
            Id(entry.Id), entry.At, Id(entry.Actor.UserId), entry.Actor.Name, entry.Actor.Source.ToString().ToLowerInvariant(), AuditChoice.Word(entry.Action),
            entry.SubjectId == 0 ? null : Id(entry.SubjectId), entry.SubjectName,
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.Before ?? "–"}")),
            string.Join("; ", changes.Select(change => $"{change.Label}: {change.After ?? "–"}")),
            Id(entry.UndoesId), Id(entry.UndoneById),
        ];
    }

    private static string? Id(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
