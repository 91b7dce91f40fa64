using CommunityIntel.Storage.Replicas;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Activity;

/// <summary>People who came on a day of the range (index from 0), and how many of them were active within one of the windows that were asked for (index from 0).</summary>
public sealed record StoredArrivals(int Day, int Window, int People, int Kept);

/// <summary>How many who came in a week of the range (index from 0) were active so many weeks after; 0 = the week in which they came.</summary>
public sealed record StoredCohortWeek(int Cohort, int Week, int Active);

public sealed record StoredRetention(IReadOnlyList<StoredArrivals> Arrivals, IReadOnlyList<StoredCohortWeek> Weeks);

/// <summary>Whether who comes stays: sums over many people, never one. Bots, and people who asked not to be counted, are left out.</summary>
public sealed class RetentionReader(ReportDatabase database)
{
    // $1 guild, $2 the instants at which the days of the range begin, $3 the one at which it ends, $4 its first date, $5 its last.
    private const string Arrivals = """
        WITH arrivals AS MATERIALIZED (
          SELECT user_id, width_bucket(joined_at, $2) - 1 AS day FROM members
          WHERE guild_id = $1 AND NOT is_bot AND privacy & 4 = 0 AND joined_at >= ($2::timestamptz[])[1] AND joined_at < $3
        ), active AS MATERIALIZED (
          SELECT a.user_id, a.day, d.date - $4::date AS active_day FROM arrivals a
          LEFT JOIN member_activity_daily d ON d.guild_id = $1 AND d.user_id = a.user_id AND d.date BETWEEN $4 AND $5
        )
        """;

    // $6 and $7: first and last day of each window, counted from the day on which somebody came.
    private const string ByDay = $"""
        {Arrivals}
        SELECT day, i::int - 1, count(*)::int, count(*) FILTER (WHERE is_kept)::int FROM (
          SELECT a.day, w.i, EXISTS (SELECT FROM active x WHERE x.user_id = a.user_id AND x.active_day BETWEEN a.day + w.first AND a.day + w.last) AS is_kept
          FROM arrivals a CROSS JOIN unnest($6, $7) WITH ORDINALITY AS w (first, last, i)) AS asked
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string ByWeek = $"""
        {Arrivals}
        SELECT day / 7, active_day / 7 - day / 7, count(DISTINCT user_id)::int FROM active WHERE active_day >= day GROUP BY 1, 2 ORDER BY 1, 2
        """;

    /// <param name="first">A Monday.</param>
    /// <param name="midnights">The instants at which the days of the range begin, and the one at which the last ends.</param>
    /// <param name="windows">Days after somebody came, first and last of each.</param>
    /// <param name="mayLag">A replica that is near enough may answer.</param>
    public Task<StoredRetention> ReadAsync(long guildId, DateOnly first, IReadOnlyList<DateTime> midnights, IReadOnlyList<(int First, int Last)> windows, bool mayLag = false) =>
        database.ReadAsync(mayLag, async connection =>
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Command(ByDay, new NpgsqlParameter { Value = windows.Select(w => w.First).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                        new NpgsqlParameter { Value = windows.Select(w => w.Last).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer }),
                    Command(ByWeek),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync();
            var arrivals = new List<StoredArrivals>();
            while (await reader.ReadAsync()) arrivals.Add(new StoredArrivals(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3)));
            await reader.NextResultAsync();
            var weeks = new List<StoredCohortWeek>();
            while (await reader.ReadAsync()) weeks.Add(new StoredCohortWeek(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)));
            return new StoredRetention(arrivals, weeks);

            NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] more)
            {
                var command = new NpgsqlBatchCommand(sql)
                {
                    Parameters =
                    {
                        new() { Value = guildId }, new() { Value = midnights.SkipLast(1).ToArray() }, new() { Value = midnights[^1] }, new() { Value = first },
                        new() { Value = first.AddDays(midnights.Count - 2) },
                    },
                };
                command.Parameters.AddRange(more);
                return command;
            }
        });
}
