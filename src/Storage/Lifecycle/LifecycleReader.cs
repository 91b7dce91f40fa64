using CommunityIntel.Domain.Lifecycle;
using Npgsql;

namespace CommunityIntel.Storage.Lifecycle;

/// <summary>How many people were in a stage at the end of the last day that was asked for, and 28 days before.</summary>
public sealed record StoredStage(LifecycleStage Stage, int People, int PeopleBefore);

/// <summary>
/// Counts people by stage, never one by name. Bots, and people who asked not to be counted, are left out. The rule is
/// <see cref="MemberHistory.StageAsOf"/>; a test holds this to it.
/// </summary>
public sealed class LifecycleReader(NpgsqlDataSource database)
{
    /// <summary>Whole weeks that tell the stages of now and of 28 days before; what came earlier only tells that somebody is not new.</summary>
    public const int Days = LifecycleRules.Now + LifecycleRules.Present;

    // $1 guild, $2 the instants at which the days begin, and the one at which the last ends, $3 the first day, $4 the last.
    // Weeks are bits, the last one is bit 0. A day before the first is told as the day before it, one after the last as the day after it.
    // Earlier days are looked for only where weeks 8 to 16 are empty, by one look at the index each: as a join they would all be read.
    private static readonly string Stages = $"""
        WITH active AS MATERIALIZED (
          SELECT user_id, bit_or(1 << (($4 - date) / 7)) AS weeks, max(date) AS last_day, max(date) FILTER (WHERE date <= $4 - 28) AS last_day_before
          FROM member_activity_daily WHERE guild_id = $1 AND date BETWEEN $3 AND $4 GROUP BY user_id
        ), people AS MATERIALIZED (
          SELECT m.user_id, m.has_left, $3 + width_bucket(m.joined_at, $2) - 1 AS joined_on, $3 + width_bucket(m.left_at, $2) - 1 AS left_on,
            coalesce(a.weeks, 0) AS weeks, a.last_day, a.last_day_before
          FROM members m LEFT JOIN active a USING (user_id) WHERE m.guild_id = $1 AND NOT m.is_bot AND m.privacy & 4 = 0
        ), seen AS MATERIALIZED (
          SELECT *, weeks | CASE WHEN joined_on BETWEEN $3 AND $4 THEN 1 << (($4 - joined_on) / 7) ELSE 0 END AS seen FROM people
        ), known AS MATERIALIZED (
          SELECT *, CASE WHEN joined_on < $3 THEN true WHEN seen >> 8 > 0 THEN false ELSE coalesce((
            SELECT true FROM member_activity_daily d WHERE d.user_id = seen.user_id AND d.guild_id = $1 AND d.date < $3 LIMIT 1), false) END AS is_older
          FROM seen
        ), placed AS (
          SELECT v.is_before, CASE
            WHEN v.seen = 0 AND NOT is_older THEN NULL
            WHEN left_on <= v.last AND (has_left OR joined_on > v.last) AND (v.last_day IS NULL OR v.last_day <= left_on) THEN {(int)LifecycleStage.Gone}
            WHEN v.seen >> 4 = 0 AND NOT is_older THEN {(int)LifecycleStage.New}
            WHEN v.weeks & 15 = 15 THEN {(int)LifecycleStage.Regular}
            WHEN v.weeks & 15 > 0 AND (v.seen >> 4) & 255 > 0 THEN {(int)LifecycleStage.Active}
            WHEN v.weeks & 15 > 0 THEN {(int)LifecycleStage.Returning}
            WHEN v.seen & 8191 > 0 THEN {(int)LifecycleStage.Paused}
            ELSE {(int)LifecycleStage.Gone} END AS stage
          FROM known CROSS JOIN LATERAL (VALUES (false, weeks, seen, last_day, $4), (true, weeks >> 4, seen >> 4, last_day_before, $4 - 28)) AS v (is_before, weeks, seen, last_day, last)
        )
        SELECT stage, count(*) FILTER (WHERE NOT is_before)::int, count(*) FILTER (WHERE is_before)::int FROM placed WHERE stage IS NOT NULL GROUP BY stage
        """;

    /// <summary>Every stage that anybody was in.</summary>
    /// <param name="midnights">The instants (UTC) at which the <see cref="Days"/> days until <paramref name="last"/> begin, and the one at which the last ends.</param>
    public Task<IReadOnlyList<StoredStage>> ReadAsync(long guildId, DateOnly last, IReadOnlyList<DateTime> midnights) =>
        database.ReadAsync<IReadOnlyList<StoredStage>>(async connection =>
        {
            await using var command = new NpgsqlCommand(Stages, connection)
            {
                Parameters = { new() { Value = guildId }, new() { Value = midnights.ToArray() }, new() { Value = last.AddDays(1 - Days) }, new() { Value = last } },
            };
            await using var reader = await command.ExecuteReaderAsync();
            var stages = new List<StoredStage>();
            while (await reader.ReadAsync()) stages.Add(new StoredStage((LifecycleStage)reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)));
            return stages;
        });
}
