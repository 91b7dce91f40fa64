using System.Globalization;
using System.Runtime.CompilerServices;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Xp;

/// <summary>
/// A leaderboard from its first place on, read page by page as it is written: who moves meanwhile may stand in it twice or not at all. Who chose to
/// be nameless has neither id nor name.
/// </summary>
public sealed class LeaderboardDownload(GuildReader guilds) : IGuildDownload
{
    private const int PageSize = 100;
    private const int MostRows = 10_000;

    private static readonly string[] Columns = ["rank", "member_id", "member", "level", "xp", "messages", "voice_seconds"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var choice = LeaderboardChoice.Parse(query["board"], null, query["period"]);
        var asked = new BoardQuestion(choice.Board, choice.Period, 0, PageSize);
        return (await guilds.GetBoardAsync(guildId, asked)).Value is { } first
            ? new($"leaderboard-{guildId}", Columns, RowsAsync(guildId, asked, first, cancellation))
            : null;
    }

    private async IAsyncEnumerable<object?[]> RowsAsync(long guildId, BoardQuestion asked, BoardPage page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var entry in page.Entries)
            {
                var isNameless = entry.UserId == 0;
                yield return
                [
                    entry.Rank, isNameless ? null : entry.UserId.ToString(CultureInfo.InvariantCulture), isNameless ? null : entry.Name,
                    entry.Level, entry.Xp, entry.Messages, entry.VoiceSeconds,
                ];
            }

            var next = page.Skip + PageSize;
            if (next >= Math.Min(page.Listed, MostRows))
                yield break;
            cancellation.ThrowIfCancellationRequested();
            page = (await guilds.GetBoardAsync(guildId, asked with { Skip = next })).Value ?? throw new DownloadCutShortException();
        }
    }
}
