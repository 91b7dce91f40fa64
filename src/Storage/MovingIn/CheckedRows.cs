using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

internal sealed record RowDifferences(long Missing, long Different, long PassedOver, IReadOnlyList<string> Examples)
{
    public static RowDifferences None { get; } = new(0, 0, 0, []);
}

/// <summary>Fetches a guild's old rows of a month and looks each up here, by the same rules by which it was taken over.</summary>
internal sealed class CheckedRows(OldDatabase old, NpgsqlConnection connection, IReadOnlyList<MoveSource> sources)
{
    private bool _isReady;

    /// <param name="expected">How many there are to be found in the old database.</param>
    public async Task<RowDifferences> CompareAsync(long guildId, DateTime? month, long expected, CancellationToken cancellation)
    {
        var (found, differences) = await CompareAsync(guildId, month, month, cancellation);
        return found == expected || month is null ? differences : (await CompareAsync(guildId, month, null, cancellation)).Differences;
    }

    private async Task<(long Found, RowDifferences Differences)> CompareAsync(long guildId, DateTime? month, DateTime? writtenIn, CancellationToken cancellation)
    {
        var stages = sources.Select(MoveStage.Of).ToList();
        if (!_isReady) await ExecuteAsync(stages[0].Tables, cancellation);
        _isReady = true;
        await ExecuteAsync(stages[0].Empty, cancellation);
        foreach (var stage in stages)
        {
            await ExecuteAsync($"TRUNCATE {stage.Staged}", cancellation);
            await old.CopyAsync(stage.Source.RawOf(guildId, writtenIn), connection, stage.StagedColumns, cancellation);
            await ExecuteAsync(stage.Fill, cancellation);
        }

        await ExecuteAsync($"ANALYZE {stages[0].Cleaned}", cancellation);
        await using var command = new NpgsqlCommand(Differences(stages[0]), connection) { CommandTimeout = 0, Parameters = { new() { Value = guildId } } };
        if (month is { } first) command.Parameters.Add(new() { Value = first });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(4), new RowDifferences(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? [] : reader.GetFieldValue<string[]>(3)));
    }

    // Of a thing that is there twice, it is enough that one is here.
    private static string Differences(MoveStage stage)
    {
        var (user, at, here, same) = stage.Source switch
        {
            MessageSource => ("c.author_id", "c.created_at",
                $"{Here("messages")} UNION ALL {Here("messages_archive")} LIMIT 1",
                "k.channel_id = c.channel_id AND k.author_id = c.author_id"),
            VoiceSource => ("c.user_id", "c.started_at",
                "SELECT channel_id, ended_at FROM voice_sessions k WHERE k.guild_id = c.guild_id AND k.user_id = c.user_id AND k.started_at = c.started_at LIMIT 1",
                "k.channel_id = c.channel_id AND k.ended_at = c.ended_at"),
            _ => ("c.user_id", "'epoch'::timestamptz", "SELECT xp FROM moved_xp k WHERE k.guild_id = c.guild_id AND k.user_id = c.user_id LIMIT 1", "k.xp = c.xp"),
        };
        var counts = stage.Source is MessageSource
            ? $"(coalesce(c.bot, m.is_bot, false) OR {MoveSql.IsCounted(at, "w.members_forgotten_at")})"
            : $"NOT coalesce(m.is_bot, false) AND {MoveSql.IsCounted(at, "w.members_forgotten_at")}";
        return $"""
            SELECT count(*) FILTER (WHERE NOT is_here AND counts), count(*) FILTER (WHERE is_here AND NOT is_same), count(*) FILTER (WHERE NOT is_here AND NOT counts),
              (array_agg(thing) FILTER (WHERE (NOT is_here AND counts) OR (is_here AND NOT is_same)))[1:5], count(*)
            FROM (
              SELECT concat_ws(', ', {string.Join(", ", stage.Source.Identity.Split(", ").Select(c => "c." + c))}) AS thing,
                bool_or(k IS NOT NULL) AS is_here, coalesce(bool_or({same}), false) AS is_same, bool_or({counts} AND NOT coalesce(w.is_erasing, false) AND c.is_new) AS counts
              FROM {stage.Cleaned} c LEFT JOIN guild_watermarks w ON w.guild_id = c.guild_id {MoveSql.Person("c.guild_id", user)}
              LEFT JOIN LATERAL ({here}) AS k ON true
              WHERE c.guild_id = $1{(stage.Source.Month is { } month ? $" AND {month.Replace("created_at", "c.created_at", StringComparison.Ordinal).Replace("started_at", "c.started_at", StringComparison.Ordinal)} = $2" : "")}
              GROUP BY 1) AS things
            """;
    }

    private static string Here(string table) =>
        $"SELECT channel_id, author_id FROM {table} k WHERE k.guild_id = c.guild_id AND k.created_at = c.created_at AND k.message_id = c.message_id";

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
