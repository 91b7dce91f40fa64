using CommunityIntel.Storage.Replicas;
using Npgsql;

namespace CommunityIntel.Storage.Activity;

/// <summary>The most people who were in voice at once on a day, and since when. <c>Day</c>: index in the range, from 0.</summary>
public sealed record StoredVoicePeak(int Day, int People, DateTime At);

/// <summary>One stay; <c>EndedAt</c> is the time of asking while it goes on.</summary>
public sealed record StoredStay(DateTime StartedAt, DateTime EndedAt, long ChannelId, bool IsEstimated, bool IsOpen);

/// <summary>
/// Stays that touch a range. <c>Begun</c>: those that began in it, of which <c>Estimated</c> were not observed whole; <c>MedianSeconds</c> is theirs,
/// null without any. <c>People</c>: distinct, of all. <c>Seconds</c>: voice of each local hour, from roll-ups.
/// </summary>
public sealed record StoredVoice(
    IReadOnlyList<StoredVoicePeak> Peaks, int Begun, int Estimated, long? MedianSeconds, int People, IReadOnlyList<StoredStay> Longest, IReadOnlyList<StoredHour> Seconds);

/// <summary>Reports of voice.</summary>
public sealed class VoiceReader(ReportDatabase database)
{
    // $1 guild, $2 begin, $3 end, $4 now. Who is still there has no end.
    private const string Stays = """
        WITH stays AS MATERIALIZED (
          SELECT user_id, channel_id, started_at, coalesce(ended_at, $4) AS ended_at, is_estimated, ended_at IS NULL AS is_open FROM voice_sessions
          WHERE guild_id = $1 AND started_at < $3 AND (ended_at > $2 OR ended_at IS NULL)
        )
        """;

    // One pass over comings and goings. At one instant people go before others come, so that a change of channel is no second person;
    // a day begins in between, with those who are still there.
    private const string Peaks = $"""
        {Stays}, steps AS (
          SELECT greatest(started_at, $2) AS at, 1 AS step FROM stays
          UNION ALL SELECT ended_at, -1 FROM stays WHERE ended_at <= $3
          UNION ALL SELECT unnest($5), 0
        ), counted AS (
          SELECT at, sum(step) OVER (ORDER BY at, step ROWS UNBOUNDED PRECEDING)::int AS people FROM steps
        )
        SELECT DISTINCT ON (day) width_bucket(at, $5) - 1 AS day, people, at FROM counted
        WHERE at < $3 AND people > 0 ORDER BY day, people DESC, at
        """;

    private const string Sums = $"""
        {Stays}
        SELECT count(*) FILTER (WHERE started_at >= $2)::int, count(*) FILTER (WHERE started_at >= $2 AND is_estimated)::int, count(DISTINCT user_id)::int,
          (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at)) FILTER (WHERE started_at >= $2))::bigint
        FROM stays
        """;

    private const string Longest = $"""
        {Stays}
        SELECT started_at, ended_at, channel_id, is_estimated, is_open FROM stays ORDER BY ended_at - started_at DESC, started_at LIMIT $5
        """;

    private const string Hours = """
        SELECT hour_at, sum(voice_seconds)::bigint FROM activity_hourly WHERE guild_id = $1 AND hour_at >= $2 AND hour_at < $3
        GROUP BY hour_at HAVING sum(voice_seconds) > 0 ORDER BY hour_at
        """;

    /// <param name="midnights">The instants at which the days of the range begin, and the one at which the last ends.</param>
    /// <param name="longest">How many of the longest stays.</param>
    /// <param name="mayLag">A replica that is near enough may answer.</param>
    public Task<StoredVoice> ReadAsync(long guildId, IReadOnlyList<DateTime> midnights, DateTime now, int longest, bool mayLag = false) => database.ReadAsync(mayLag, async connection =>
    {
        var (begin, end) = (midnights[0], midnights[^1]);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(Peaks, guildId, begin, end, now, midnights.ToArray()), Command(Sums, guildId, begin, end, now), Command(Longest, guildId, begin, end, now, longest),
                Command(Hours, guildId, begin, end),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        var peaks = new List<StoredVoicePeak>();
        while (await reader.ReadAsync()) peaks.Add(new StoredVoicePeak(reader.GetInt32(0), reader.GetInt32(1), reader.GetDateTime(2)));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var (begun, estimated, people, median) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.BigOrNull(3));
        await reader.NextResultAsync();
        var stays = new List<StoredStay>();
        while (await reader.ReadAsync())
            stays.Add(new StoredStay(reader.GetDateTime(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        await reader.NextResultAsync();
        var seconds = new List<StoredHour>();
        while (await reader.ReadAsync()) seconds.Add(new StoredHour(reader.GetDateTime(0), reader.GetInt64(1)));
        return new StoredVoice(peaks, begun, estimated, median, people, stays, seconds);
    });

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
