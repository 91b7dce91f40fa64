using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// Takes over an old database's tables, one after the other. Each part of a table is one transaction with the cursor behind it: whatever ends this, the next start
/// goes on, and nothing is counted twice. Guilds may be in use meanwhile: their epochs are raised with each part.
/// </summary>
public sealed class Mover(OldDatabase old, NpgsqlDataSource database, MoveOptions options)
{
    /// <summary>Times that a part is tried when a commit of the product's waits for it and it for that.</summary>
    private const int MostTries = 5;

    /// <exception cref="MoveStoppedException">See its message.</exception>
    public async Task RunAsync(IReadOnlyList<MoveSource> sources, Action<MoveStep> progress, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await RefuseMadeIdsWhereHeardAsync(connection, sources, cancellation);
        await using (var tables = new NpgsqlCommand(MoveSql.Tables, connection)) await tables.ExecuteNonQueryAsync(cancellation);
        foreach (var source in sources) await MoveAsync(connection, source, progress, cancellation);
        await EndAsync(connection, cancellation);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        await using var turn = new NpgsqlCommand(MoveSql.Turn, connection);
        if (await turn.ExecuteScalarAsync(cancellation) is true) return connection;
        await connection.DisposeAsync();
        throw new MoveStoppedException("somebody else is taking over into this database right now");
    }

    private static async Task RefuseMadeIdsWhereHeardAsync(NpgsqlConnection connection, IReadOnlyList<MoveSource> sources, CancellationToken cancellation)
    {
        if (!sources.OfType<MessageSource>().Any(source => source.MakesIds)) return;
        await using var heard = new NpgsqlCommand("SELECT count(*) FROM guild_watermarks WHERE session_id <> ''", connection);
        if (await heard.ExecuteScalarAsync(cancellation) is not (long count and > 0)) return;
        throw new MoveStoppedException(
            $"the old messages have no ids of Discord's, so what both bots heard could not be told apart, and the new bot has been in {count} servers already: "
            + "move in with a new database, and start the bot afterwards");
    }

    private async Task MoveAsync(NpgsqlConnection connection, MoveSource source, Action<MoveStep> progress, CancellationToken cancellation)
    {
        var stage = MoveStage.Of(source);
        await using (var tables = new NpgsqlCommand(stage.Tables, connection)) await tables.ExecuteNonQueryAsync(cancellation);
        var oldNow = (await old.QueryAsync("SELECT now()", row => row.GetDateTime(0), cancellation))[0];
        var origin = $"{old.Place.Split('/')[^1]}.{source.Table.Schema} by {string.Join(", ", source.Key.Select(c => c.Name))}";
        var pass = await MovePass.StartAsync(connection, source, origin, options.IsDelta, oldNow, cancellation);
        var where = source.Where(pass.Cursor, pass.Since);
        var left = (await old.QueryAsync($"SELECT count(*) FROM {source.Table.Quoted}{(where is null ? "" : $" WHERE {where}")}", row => row.GetInt64(0), cancellation))[0];
        var expected = pass.Seen + left;
        progress(new MoveStep(source.Table.Name, pass.Seen, pass.Moved, expected, false));
        while (true)
        {
            await using (var empty = new NpgsqlCommand(stage.Empty, connection)) await empty.ExecuteNonQueryAsync(cancellation);
            await old.CopyAsync(source.RawPage(pass.Cursor, pass.Since, options.RowsAtOnce), connection, stage.StagedColumns, cancellation);
            var part = await LookAsync(connection, stage, cancellation);
            var moved = await WriteAsync(connection, stage, part, cancellation);
            pass = pass with { Cursor = part.LastKey ?? pass.Cursor, Seen = pass.Seen + part.Rows, Moved = pass.Moved + moved };
            var isEnd = part.Rows < options.RowsAtOnce;
            if (isEnd) await ExecuteAsync(connection, MovePass.End, cancellation, new NpgsqlParameter { Value = source.Table.Name });
            progress(new MoveStep(source.Table.Name, pass.Seen, pass.Moved, expected, isEnd));
            if (isEnd) return;
        }
    }

    private sealed record Part(long Rows, long New, string[]? LastKey, DateTime? Latest, DateTime[] Months);

    // Partitions are made apart: to make one locks out everybody who writes messages.
    private static async Task<Part> LookAsync(NpgsqlConnection connection, MoveStage stage, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, stage.Fill, cancellation);
        await ExecuteAsync(connection, $"ANALYZE {stage.Cleaned}", cancellation);
        Part part;
        await using (var look = new NpgsqlCommand(stage.Look, connection))
        await using (var reader = await look.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            part = new Part(
                reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<string[]>(2), reader.IsDBNull(3) ? null : reader.GetDateTime(3),
                reader.GetFieldValue<DateTime[]>(4));
        }

        if (stage is not MessageStage) return part;
        foreach (var month in part.Months)
            await ExecuteAsync(connection, "SELECT ensure_messages_partition($1)", cancellation, new NpgsqlParameter { Value = DateOnly.FromDateTime(month) });
        return part;
    }

    private async Task<long> WriteAsync(NpgsqlConnection connection, MoveStage stage, Part part, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                var moved = part.New > 0 ? await ApplyAsync(connection, stage, cancellation) : 0;
                await ExecuteAsync(connection, MovePass.Advance, cancellation,
                    new() { Value = stage.Source.Table.Name }, new() { Value = (object?)part.LastKey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                    new() { Value = part.Rows }, new() { Value = moved }, new() { Value = (object?)part.Latest ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
                await transaction.CommitAsync(cancellation);
                return moved;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && tries < MostTries)
            {
            }
        }
    }

    private async Task<long> ApplyAsync(NpgsqlConnection connection, MoveStage stage, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, MoveSql.Claim(stage.Wanted), cancellation);
        await ExecuteAsync(connection, MoveSql.Guilds, cancellation, new NpgsqlParameter { Value = options.TimeZone });
        await ExecuteAsync(connection, MoveSql.MovedGuilds, cancellation);
        await using (var changing = new NpgsqlCommand(MoveSql.ChangingZone, connection))
        {
            if (await changing.ExecuteScalarAsync(cancellation) is long guildId)
                throw new MoveStoppedException($"server {guildId} has a new time zone and its days are being counted again: let the product finish that (open its dashboard), then start this again; it goes on");
        }

        foreach (var zone in await ZonesAsync(connection, cancellation))
        {
            var clock = options.ClockOf(zone);
            await ExecuteAsync(connection, MoveSql.Clocks, cancellation, new() { Value = zone }, new() { Value = clock.Since.ToArray() }, new() { Value = clock.Seconds.ToArray() });
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var sql in stage.Write.Concat(MoveSql.RollUps)) batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var moved = 0L;
        do
        {
            while (await reader.ReadAsync(cancellation)) moved = reader.GetInt64(0);
        }
        while (await reader.NextResultAsync(cancellation));
        return moved;
    }

    private static async Task<List<string>> ZonesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(MoveSql.Zones, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var zones = new List<string>();
        while (await reader.ReadAsync(cancellation)) zones.Add(reader.GetString(0));
        return zones;
    }

    private static async Task EndAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using (var latest = new NpgsqlCommand("SELECT max(latest_at) FROM moved_tables WHERE passed_at IS NOT NULL", connection))
        {
            if (await latest.ExecuteScalarAsync(cancellation) is DateTime until)
                await ExecuteAsync(connection, MoveSql.HeardUntil, cancellation, new NpgsqlParameter { Value = until });
        }

        await ExecuteAsync(connection, MoveSql.Analyze, cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
