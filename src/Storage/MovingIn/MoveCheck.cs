using System.Globalization;
using System.Numerics;
using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// A month of a table in both databases, or the whole table where rows have no month. <c>Old</c>: things that could be taken over; <c>New</c>: what is here of
/// the servers that were moved, also what the product heard itself. Where both sums are not the same, rows were compared one by one: <c>Missing</c> are not here,
/// <c>Different</c> say something else here, <c>PassedOver</c> were left out because of a person's choice, because the server is being deleted, or because
/// their time here is over.
/// </summary>
public sealed record CheckedMonth(
    string Target, DateTime? Month, long Old, long New, BigInteger OldSum, BigInteger NewSum, long Missing, long Different, long PassedOver, IReadOnlyList<string> Examples)
{
    public bool IsEqual => Old == New && OldSum == NewSum;

    /// <summary>Everything old is here as it was.</summary>
    public bool IsGood => Missing == 0 && Different == 0;
}

/// <summary>Whether counters agree with the rows that they count: of so many servers, how many do not, and a few of those.</summary>
public sealed record CheckedCounters(long Guilds, long Wrong, IReadOnlyList<long> Examples);

public sealed record MoveCheckResult(IReadOnlyList<CheckedMonth> Months, CheckedCounters Counters)
{
    public bool IsGood => Counters.Wrong == 0 && Months.All(m => m.IsGood);
}

/// <summary>
/// Compares old and new: sums by server and month are made on each server, and only where they differ are the rows of that server and month fetched and looked up.
/// Writes nothing but tables of its own session.
/// </summary>
public sealed class MoveCheck(OldDatabase old, NpgsqlDataSource database)
{
    private sealed record Sum(long Rows, BigInteger Checksum);

    private readonly record struct Cell(long GuildId, DateTime? Month);

    public async Task<MoveCheckResult> RunAsync(IReadOnlyList<MoveSource> sources, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var months = new List<CheckedMonth>();
        foreach (var target in sources.GroupBy(source => source.Target)) months.AddRange(await CheckAsync(connection, [.. target], cancellation));
        return new MoveCheckResult(months, await MoveCounters.CheckAsync(connection, cancellation));
    }

    private async Task<IEnumerable<CheckedMonth>> CheckAsync(NpgsqlConnection connection, IReadOnlyList<MoveSource> sources, CancellationToken cancellation)
    {
        var before = (await old.QueryAsync(OldSums(sources), Read, cancellation)).ToDictionary(pair => pair.Cell, pair => pair.Sum);
        var after = await NewSumsAsync(connection, sources[0], cancellation);
        var rows = new CheckedRows(old, connection, sources);
        var cells = new List<(Cell Cell, Sum Before, Sum After, RowDifferences Rows)>();
        foreach (var cell in before.Keys.Union(after.Keys).Order(Comparer<Cell>.Create((a, b) => (a.Month ?? default, a.GuildId).CompareTo((b.Month ?? default, b.GuildId)))))
        {
            var (b, a) = (before.GetValueOrDefault(cell) ?? new Sum(0, 0), after.GetValueOrDefault(cell) ?? new Sum(0, 0));
            cells.Add((cell, b, a, b == a || b.Rows == 0 ? RowDifferences.None : await rows.CompareAsync(cell.GuildId, cell.Month, b.Rows, cancellation)));
        }

        return cells.GroupBy(c => c.Cell.Month).Select(month => new CheckedMonth(
            sources[0].Target, month.Key, month.Sum(c => c.Before.Rows), month.Sum(c => c.After.Rows),
            month.Aggregate(BigInteger.Zero, (sum, c) => sum + c.Before.Checksum), month.Aggregate(BigInteger.Zero, (sum, c) => sum + c.After.Checksum),
            month.Sum(c => c.Rows.Missing), month.Sum(c => c.Rows.Different), month.Sum(c => c.Rows.PassedOver), [.. month.SelectMany(c => c.Rows.Examples).Take(5)]));
    }

    private static string OldSums(IReadOnlyList<MoveSource> sources)
    {
        var first = sources[0];
        var clean = string.Join(" UNION ALL ", sources.Select(s => $"SELECT {s.Identity}, {s.Checksum} AS checksum, {s.Month ?? "NULL::timestamp"} AS month FROM ({s.Clean(s.Raw())}) AS clean WHERE reason IS NULL"));
        var things = sources.Count == 1 && first.IsDistinct ? clean : $"SELECT DISTINCT ON ({first.Identity}) * FROM ({clean}) AS every";
        return $"SELECT guild_id, month, count(*), sum(checksum)::text FROM ({things}) AS things GROUP BY guild_id, month";
    }

    private static async Task<Dictionary<Cell, Sum>> NewSumsAsync(NpgsqlConnection connection, MoveSource source, CancellationToken cancellation)
    {
        var from = source switch
        {
            XpSource => "moved_xp",
            VoiceSource => "voice_sessions WHERE ended_at IS NOT NULL AND guild_id IN (SELECT guild_id FROM moved_guilds)",
            _ => "messages WHERE guild_id IN (SELECT guild_id FROM moved_guilds)",
        };
        await using var command = new NpgsqlCommand(
            $"SELECT guild_id, month, count(*), sum(checksum)::text FROM (SELECT guild_id, {source.Month ?? "NULL::timestamp"} AS month, {source.Checksum} AS checksum FROM {from}) AS things GROUP BY guild_id, month", connection)
        { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var sums = new Dictionary<Cell, Sum>();
        while (await reader.ReadAsync(cancellation))
        {
            var (cell, sum) = Read(reader);
            sums[cell] = sum;
        }

        return sums;
    }

    private static (Cell Cell, Sum Sum) Read(NpgsqlDataReader row) => (
        new Cell(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetDateTime(1)), new Sum(row.GetInt64(2), BigInteger.Parse(row.GetString(3), CultureInfo.InvariantCulture)));
}
