using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.Benchmarks.Dashboard;

/// <summary>A guild of 50,000 members with a year before the last and millions of messages, written past the product.</summary>
internal static class DashboardGuild
{
    private const int Members = 50_000, Channels = 40, Days = 2 * 364;

    public static async Task FillAsync(ScratchDatabase database, ulong guild, int messages, CancellationToken cancellation)
    {
        foreach (var statement in (string[])
        [
            $"""
            INSERT INTO guilds (guild_id, name, owner_id, preferred_locale, member_count, bot_present, time_zone, first_date)
            VALUES ({guild}, 'Busy', 1, 'en-US', {Members}, true, 'Europe/Paris', current_date - {Days})
            """,
            $"INSERT INTO channels (guild_id, channel_id, type, name, is_deleted) SELECT {guild}, c, CASE WHEN c % 8 = 0 THEN 2 ELSE 0 END, 'channel-' || c, false FROM generate_series(1, {Channels}) AS c",
            $"""
            INSERT INTO members (guild_id, user_id, name, is_bot, has_left, joined_at)
            SELECT {guild}, i, 'Member ' || i, false, false, now() - (random() * {Days}) * interval '1 day' FROM generate_series(1, {Members}) AS i
            """,
            $"""
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds)
            SELECT {guild}, i, (power(r, 6) * 2000000)::bigint, 1 + (power(r, 6) * 20000)::bigint, (power(random(), 9) * 1000000)::bigint
            FROM (SELECT i, random() AS r FROM generate_series(1, {Members}) AS i ORDER BY random()) AS one
            """,
            $"SELECT ensure_messages_partition((current_date - {Days} + 28 * m)::date) FROM generate_series(0, {(Days / 28) + 1}) AS m",
            // A snowflake of its time for each, spread over all days, by few of the people for the most part.
            $"""
            INSERT INTO messages (guild_id, message_id, channel_id, author_id, created_at, from_bot)
            SELECT {guild}, ((extract(epoch FROM at) * 1000)::bigint - 1420070400000) * 4194304 + i % 4194304, 1 + i % {Channels}, 1 + (power(random(), 4) * {Members - 1})::bigint, at, false
            FROM (SELECT i, date_trunc('milliseconds', now() - (i::float8 / {messages}) * {Days - 1} * interval '1 day') AS at FROM generate_series(1, {messages}) AS i) AS said
            """,
            // Every channel in every hour.
            $"""
            INSERT INTO activity_hourly (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves)
            SELECT {guild}, h, c, (h AT TIME ZONE 'Europe/Paris')::date, {messages} / {Days * 24 * Channels} + (c + extract(hour FROM h)::int) % 4, 0, CASE WHEN c % 8 = 0 THEN 1800 ELSE 0 END, 0, 0
            FROM generate_series(date_trunc('hour', now() - interval '{Days} days'), now(), interval '1 hour') AS h, generate_series(1, {Channels}) AS c
            """,
            // One in ten is there on any day.
            $"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
            SELECT {guild}, current_date - d, i, 3, 0, 60, true FROM generate_series(0, {Days - 1}) AS d, generate_series(1 + d % 10, {Members}, 10) AS i
            """,
            $"""
            INSERT INTO guild_stats_daily (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
            SELECT {guild}, current_date - d, {messages / Days} + d % 100, 0, {Members / 10}, {Members / 10}, 216000, 70 + d % 9, 60 + d % 7 FROM generate_series(0, {Days - 1}) AS d
            """,
            "VACUUM ANALYZE",
        ])
        {
            await using var command = database.DataSource.CreateCommand(statement);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellation);
            Console.Error.WriteLine($"  written: {statement.TrimStart().Split('\n')[0][..Math.Min(60, statement.TrimStart().Split('\n')[0].Length)]}");
        }
    }
}
