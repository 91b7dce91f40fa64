using System.Globalization;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Xp;
using Npgsql;

namespace CommunityIntel.Benchmarks.Commands;

/// <summary>How PostgreSQL answers the statements behind ranks and pages: the plan that a prepared statement keeps, run once.</summary>
internal static class QueryPlans
{
    public static async Task<IReadOnlyList<(string Name, string Plan)>> ReadAsync(ScratchDatabase database, long guild, CancellationToken cancellation)
    {
        var standings = await new StandingsReader(database.DataSource).ReadAsync(guild, []);
        var stretch = standings.StretchBehind(standings.Total / 2);
        var after = stretch.After ?? new XpStanding(long.MaxValue, 0);
        var last = await new StandingsReader(database.DataSource).FindAtAsync(guild, stretch, XpStandings.Step - 1, []) ?? after;
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await RunAsync(connection, "SET plan_cache_mode = force_generic_plan", cancellation);
        return
        [
            ("Rank: those ahead in one stretch", await ExplainAsync(connection, StandingsReader.CountAhead, "bigint, bigint, bigint, bigint, bigint, bigint[], bigint", Invariant(
                $"{guild}, {last.Xp}, {last.UserId}, {after.Xp}, {after.UserId}, '{{}}', {(after.Xp == last.Xp ? after.UserId : long.MinValue)}"), cancellation)),
            ("Page of XP, in the middle", await ExplainAsync(connection, StandingsReader.Page, "bigint, bigint, bigint, bigint[], bigint, bigint", Invariant($"{guild}, {after.Xp}, {after.UserId}, '{{}}', 500, 50"), cancellation)),
            ("Search by the beginning of a name", await ExplainAsync(connection, BoardReader.FindByBeginning, "bigint, text, bigint[], bigint", Invariant($"{guild}, 'member 77', '{{}}', 25"), cancellation)),
        ];
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string sql, string types, string values, CancellationToken cancellation)
    {
        await RunAsync(connection, $"PREPARE explained ({types}) AS {sql}", cancellation);
        var lines = new List<string>();
        await using (var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE explained ({values})", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) lines.Add(reader.GetString(0));
        await RunAsync(connection, "DEALLOCATE explained", cancellation);
        return string.Join('\n', lines);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
