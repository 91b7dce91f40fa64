using System.Globalization;
using System.Runtime.CompilerServices;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;

namespace CommunityIntel.Web.Digests;

/// <summary>One digest, a row for every item; or, where the query names none, the list, read page by page as it is written.</summary>
public sealed class DigestDownload(GuildReader guilds) : IGuildDownload
{
    private const int PageSize = 100;

    private static readonly string[] ItemColumns = ["kind", "title", "text", "is_quote", "people", "channels", "links"];
    private static readonly string[] ListColumns = ["span", "first_day", "last_day", "made_by", "lead", "items", "messages", "cost_micros", "currency", "made_at"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (DigestAddress.Parse(query["span"], query["day"]) is { } address)
        {
            var asked = await guilds.GetDigestAsync(guildId, address.Span, address.FirstDay);
            return asked.Succeeded ? new($"digest-{guildId}-{address.SpanWord}-{address.DayWord}", ItemColumns, (asked.Value?.Items ?? []).Select(item => Row(guildId, item))) : null;
        }

        return (await guilds.GetDigestsAsync(guildId, null, PageSize)).Value is { } first ? new($"digests-{guildId}", ListColumns, RowsAsync(guildId, first, cancellation)) : null;
    }

    private static object?[] Row(long guildId, DigestItem item) =>
    [
        DigestWords.Word(item.Kind), item.Title, item.Text, item.IsQuote, item.Authors,
        string.Join(' ', item.Sources.Select(source => source.ChannelId.ToString(CultureInfo.InvariantCulture)).Distinct()),
        string.Join(' ', item.Sources.Select(source => DiscordAddresses.Message(guildId, source.ChannelId, source.MessageId).AbsoluteUri)),
    ];

    private async IAsyncEnumerable<object?[]> RowsAsync(long guildId, DigestList list, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var entry in list.Entries)
                yield return
                [
                    DigestAddress.Of(entry).SpanWord, entry.FirstDay, entry.LastDay, DigestWords.Word(entry.Maker), entry.Lead, entry.Items, entry.Messages,
                    entry.CostMicros, entry.Currency, entry.MadeAt,
                ];

            if (!list.HasMore || list.Entries.Count == 0)
                yield break;
            cancellation.ThrowIfCancellationRequested();
            list = (await guilds.GetDigestsAsync(guildId, list.Entries[^1].Id, PageSize)).Value ?? throw new DownloadCutShortException();
        }
    }
}
