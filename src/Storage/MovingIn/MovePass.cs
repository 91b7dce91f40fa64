using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// One reading of an old table, from its beginning or from where the one before ended; kept in <c>moved_tables</c>, written with what it moved.
/// <c>Cursor</c>: the key of the last row read; <c>Since</c>: what is older is not read.
/// </summary>
internal sealed record MovePass(string[]? Cursor, DateTime? Since, long Seen, long Moved, bool IsResumed)
{
    /// <summary>How much of the last pass is read again: the old bot may commit what it wrote before later than what it wrote after.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <summary>The same in rows, where ids are handed out one after the other.</summary>
    private const long OverlapRows = 10_000;

    /// <summary>One-day's worth of Discord's ids.</summary>
    private const long OverlapOfIds = 86_400_000L << 22;

    private const string Find = "SELECT origin, cursor, since, ended_at IS NULL, passed_at, seen, moved FROM moved_tables WHERE source = $1";

    private const string Begin = """
        INSERT INTO moved_tables (source, origin, cursor, since, started_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, since = excluded.since, started_at = excluded.started_at, ended_at = NULL, seen = 0, moved = 0
        """;

    public const string Advance = """
        UPDATE moved_tables SET cursor = coalesce($2, cursor), seen = seen + $3, moved = moved + $4, latest_at = greatest(latest_at, $5) WHERE source = $1
        """;

    public const string End = """
        WITH ended AS (UPDATE moved_tables SET passed_at = started_at, ended_at = now() WHERE source = $1 RETURNING source)
        UPDATE moved_guilds SET passed = passed || source FROM ended WHERE source <> ALL (passed)
        """;

    /// <summary>The pass that is under way, or a new one: of everything, or of what is new since the last whole one.</summary>
    /// <exception cref="MoveStoppedException">The table was taken over from another database, or is read by another key now.</exception>
    public static async Task<MovePass> StartAsync(NpgsqlConnection connection, MoveSource source, string origin, bool isDelta, DateTime oldNow, CancellationToken cancellation)
    {
        string[]? cursor = null;
        DateTime? since = null;
        await using (var find = new NpgsqlCommand(Find, connection) { Parameters = { new() { Value = source.Table.Name } } })
        await using (var reader = await find.ExecuteReaderAsync(cancellation))
        {
            if (await reader.ReadAsync(cancellation))
            {
                if (reader.GetString(0) != origin)
                    throw new MoveStoppedException($"{source.Table.Name} was taken over from {reader.GetString(0)} before, and this is {origin}: one older database is moved in, by one key");
                var last = reader.IsDBNull(1) ? null : reader.GetFieldValue<string[]>(1);
                if (reader.GetBoolean(3))
                    return new MovePass(last, reader.IsDBNull(2) ? null : reader.GetDateTime(2), reader.GetInt64(5), reader.GetInt64(6), true);
                if (isDelta && !reader.IsDBNull(4)) (cursor, since) = Behind(source, last, reader.GetDateTime(4));
            }
        }

        await using var begin = new NpgsqlCommand(Begin, connection)
        {
            Parameters =
            {
                new() { Value = source.Table.Name }, new() { Value = origin }, new() { Value = (object?)cursor ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text },
                new() { Value = (object?)since ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz }, new() { Value = oldNow },
            },
        };
        await begin.ExecuteNonQueryAsync(cancellation);
        return new MovePass(cursor, since, 0, 0, false);
    }

    // Numbers grow: what is new is behind the last. Of other keys only the time tells; what changes in place (XP, stays that end) is read by its time, or whole.
    private static (string[]? Cursor, DateTime? Since) Behind(MoveSource source, string[]? last, DateTime passedAt)
    {
        if (source is MessageSource && source.HasNumberKey && last is [var text] && long.TryParse(text, out var number))
            return ([(number - (number > OverlapOfIds ? OverlapOfIds : OverlapRows)).ToString(System.Globalization.CultureInfo.InvariantCulture)], null);
        return (null, source.Time is null ? null : passedAt - Overlap);
    }
}
