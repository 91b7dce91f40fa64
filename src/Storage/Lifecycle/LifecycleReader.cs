using CommunityIntel.Domain.Lifecycle;
using CommunityIntel.Storage.Replicas;
using Npgsql;

namespace CommunityIntel.Storage.Lifecycle;

/// <summary>How many people were in a stage at the end of the last day that was asked for, and 28 days before.</summary>
public sealed record StoredStage(LifecycleStage Stage, int People, int PeopleBefore);

/// <summary>
/// Counts people by stage, never one by name. Bots, and people who asked not to be counted, are left out. The rule is
/// <see cref="MemberHistory.StageAsOf"/>; a test holds this to it.
/// </summary>
public sealed class LifecycleReader(ReportDatabase database)
{
    /// <summary>Whole weeks that tell the stages of now and of 28 days before; what came earlier only tells that somebody is not new.</summary>
    public const int Days = LifecycleRules.Now + LifecycleRules.Present;

    // $1 guild, $2 the instants at which the days begin, and the one at which the last ends, $3 the first day, $4 the last.
    // Weeks are bits, the last one is bit 0. A day before the first is told as the day before it, one after the last as the day after it.
    // Earlier days are looked for only where weeks 8 to 16 are empty, and a day after leaving only for who left, by one look at the index each: as a join
    // they would all be read.
    // OFFSET 0 keeps what is computed once from being computed wherever it is used, without keeping it in a table of its own.
    private static readonly string Stages = $"""
        SELECT {StageOf("weeks", "seen", "$4")} AS stage, {StageOf("weeks >> 4", "seen >> 4", "$4 - 28")} AS before, count(*)::int
        FROM (
          SELECT *,
            CASE WHEN joined_on < $3 THEN true WHEN seen >> 8 > 0 THEN false ELSE coalesce((
              SELECT true FROM member_activity_daily d WHERE d.user_id = s.user_id AND d.guild_id = $1 AND d.date < $3 LIMIT 1), false) END AS is_older,
            CASE WHEN left_on IS NOT NULL AND weeks > 0 THEN (
              SELECT d.date FROM member_activity_daily d WHERE d.user_id = s.user_id AND d.guild_id = $1 AND d.date > s.left_on ORDER BY d.date LIMIT 1) END AS back_on
          FROM (
            SELECT *, weeks | CASE WHEN joined_on BETWEEN $3 AND $4 THEN 1 << (($4 - joined_on) / 7) ELSE 0 END AS seen
            FROM (
              SELECT m.user_id, m.has_left, $3 + width_bucket(m.joined_at, $2) - 1 AS joined_on, $3 + width_bucket(m.left_at, $2) - 1 AS left_on,
                coalesce(a.weeks, 0) AS weeks
              FROM members m LEFT JOIN (
                SELECT user_id, bit_or(1 << (($4 - date) / 7)) AS weeks FROM member_activity_daily WHERE guild_id = $1 AND date BETWEEN $3 AND $4 GROUP BY user_id) AS a USING (user_id)
              WHERE m.guild_id = $1 AND NOT m.is_bot AND m.privacy & 4 = 0 OFFSET 0) AS people
            OFFSET 0) AS s
          OFFSET 0) AS known
        GROUP BY 1, 2
        """;

    /// <summary>Every stage once.</summary>
    /// <param name="midnights">The instants (UTC) at which the <see cref="Days"/> days until <paramref name="last"/> begin, and the one at which the last ends.</param>
    /// <param name="mayLag">A replica that is near enough may answer.</param>
    public Task<IReadOnlyList<StoredStage>> ReadAsync(long guildId, DateOnly last, IReadOnlyList<DateTime> midnights, bool mayLag = false) =>
        database.ReadAsync<IReadOnlyList<StoredStage>>(mayLag, async connection =>
        {
            await using var command = new NpgsqlCommand(Stages, connection)
            {
                Parameters = { new() { Value = guildId }, new() { Value = midnights.ToArray() }, new() { Value = last.AddDays(1 - Days) }, new() { Value = last } },
            };
            await using var reader = await command.ExecuteReaderAsync();
            var moves = new List<(int? Stage, int? Before, int People)>();
            while (await reader.ReadAsync()) moves.Add((IntOrNull(reader, 0), IntOrNull(reader, 1), reader.GetInt32(2)));
            return [.. Enum.GetValues<LifecycleStage>().Select(stage => new StoredStage(
                stage, moves.Where(m => m.Stage == (int)stage).Sum(m => m.People), moves.Where(m => m.Before == (int)stage).Sum(m => m.People)))];
        });

    private static int? IntOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    // Null: not seen by then.
    private static string StageOf(string weeks, string seen, string last) => $"""
        CASE
          WHEN {seen} = 0 AND NOT is_older THEN NULL
          WHEN left_on <= {last} AND (has_left OR joined_on > {last}) AND (back_on IS NULL OR back_on > {last}) THEN {(int)LifecycleStage.Gone}
          WHEN ({seen}) >> 4 = 0 AND NOT is_older THEN {(int)LifecycleStage.New}
          WHEN ({weeks}) & 15 = 15 THEN {(int)LifecycleStage.Regular}
          WHEN ({weeks}) & 15 > 0 AND (({seen}) >> 4) & 255 > 0 THEN {(int)LifecycleStage.Active}
          WHEN ({weeks}) & 15 > 0 THEN {(int)LifecycleStage.Returning}
          WHEN ({seen}) & 8191 > 0 THEN {(int)LifecycleStage.Paused}
          ELSE {(int)LifecycleStage.Gone} END
        """;
}
