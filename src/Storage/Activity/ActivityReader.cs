using Npgsql;

namespace CommunityIntel.Storage.Activity;

/// <summary>A stored day. Days without a row had no activity.</summary>
public sealed record StoredDay(DateOnly Date, long Messages, long BotMessages, int Authors, int ActiveMembers, long VoiceSeconds, int Joins, int Leaves);

/// <summary>A channel's sums over a range.</summary>
public sealed record StoredChannel(long ChannelId, long Messages, long BotMessages, long VoiceSeconds);

/// <summary>Messages, or seconds of voice, of one local hour, named by the instant at which it begins.</summary>
public sealed record StoredHour(DateTime HourAt, long Figure);

/// <summary>A range's roll-ups. <c>Authors</c> and <c>ActiveMembers</c> are distinct over the whole range.</summary>
public sealed record StoredActivity(
    IReadOnlyList<StoredDay> Days, IReadOnlyList<StoredChannel> Channels, IReadOnlyList<StoredHour> Hours, int Authors, int ActiveMembers);

/// <summary>Reports from roll-ups; <c>messages</c> is never scanned.</summary>
public sealed partial class ActivityReader(NpgsqlDataSource database)
{
    public Task<StoredActivity> ReadAsync(long guildId, DateOnly firstDay, DateOnly lastDay, CancellationToken cancellation = default) =>
        database.ReadAsync(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Command("""
                        SELECT date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves
                        FROM guild_stats_daily WHERE guild_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date
                        """),
                    Command("""
                        SELECT channel_id, sum(messages)::bigint, sum(bot_messages)::bigint, sum(voice_seconds)::bigint
                        FROM activity_hourly WHERE guild_id = $1 AND date BETWEEN $2 AND $3 AND channel_id <> 0
                          AND hour_at BETWEEN $2::date - interval '2 days' AND $3::date + interval '2 days'
                        GROUP BY channel_id ORDER BY 2 DESC, 4 DESC, 1
                        """),
                    Command("""
                        SELECT hour_at, sum(messages)::bigint
                        FROM activity_hourly WHERE guild_id = $1 AND date BETWEEN $2 AND $3
                          AND hour_at BETWEEN $2::date - interval '2 days' AND $3::date + interval '2 days'
                        GROUP BY hour_at HAVING sum(messages) > 0 ORDER BY hour_at
                        """),
                    Command("""
                        SELECT count(DISTINCT user_id) FILTER (WHERE messages > 0)::int, count(DISTINCT user_id)::int
                        FROM member_activity_daily WHERE guild_id = $1 AND date BETWEEN $2 AND $3
                        """),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            var days = new List<StoredDay>();
            while (await reader.ReadAsync(cancellation))
            {
                days.Add(new StoredDay(
                    reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4),
                    reader.GetInt64(5), reader.GetInt32(6), reader.GetInt32(7)));
            }

            await reader.NextResultAsync(cancellation);
            var channels = new List<StoredChannel>();
            while (await reader.ReadAsync(cancellation))
                channels.Add(new StoredChannel(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
            await reader.NextResultAsync(cancellation);
            var hours = new List<StoredHour>();
            while (await reader.ReadAsync(cancellation)) hours.Add(new StoredHour(reader.GetDateTime(0), reader.GetInt64(1)));
            await reader.NextResultAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return new StoredActivity(days, channels, hours, reader.GetInt32(0), reader.GetInt32(1));

            NpgsqlBatchCommand Command(string sql) =>
                new(sql) { Parameters = { new() { Value = guildId }, new() { Value = firstDay }, new() { Value = lastDay } } };
        });
}
