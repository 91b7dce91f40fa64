using Npgsql;

namespace CommunityIntel.Storage.Activity;

/// <summary>A person's stored day.</summary>
public sealed record StoredMemberDay(DateOnly Date, int Messages, long VoiceSeconds, long Xp);

public sealed partial class ActivityReader
{
    /// <summary>
    /// A person's days with activity, in order. The key begins with guild and date, so that each day is one look-up however large the
    /// guild; LIMIT keeps the planner from turning them into a join over all members of the range.
    /// </summary>
    public Task<IReadOnlyList<StoredMemberDay>> ReadMemberAsync(long guildId, long userId, DateOnly firstDay, DateOnly lastDay) =>
        database.ReadAsync<IReadOnlyList<StoredMemberDay>>(mayLag: false, async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT m.date, m.messages, m.voice_seconds, m.xp
                FROM generate_series($3::date, $4::date, interval '1 day') AS days (day)
                CROSS JOIN LATERAL (
                  SELECT date, messages, voice_seconds, xp FROM member_activity_daily
                  WHERE guild_id = $1 AND date = days.day::date AND user_id = $2 LIMIT 1) AS m
                ORDER BY m.date
                """, connection)
            {
                Parameters = { new() { Value = guildId }, new() { Value = userId }, new() { Value = firstDay }, new() { Value = lastDay } },
            };
            await using var reader = await command.ExecuteReaderAsync();
            var days = new List<StoredMemberDay>();
            while (await reader.ReadAsync())
                days.Add(new StoredMemberDay(reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3)));
            return days;
        });
}
