using CommunityIntel.Storage.Replicas;
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
public sealed partial class ActivityReader(ReportDatabase database)
{
    /// <summary>Ranges with fewer member days than this are counted anew each time.</summary>
    private const long WorthKeeping = 20_000;

    private const string Days = """
        SELECT date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves
        FROM guild_stats_daily WHERE guild_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date
        """;

    // One pass over the hours for both. hour_at is what the key goes by: a local day begins and ends within a day of UTC's.
    private const string ChannelsAndHours = """
        SELECT grouping(channel_id), channel_id, hour_at, sum(messages)::bigint, sum(bot_messages)::bigint, sum(voice_seconds)::bigint
        FROM activity_hourly WHERE guild_id = $1 AND date BETWEEN $2 AND $3
          AND hour_at BETWEEN $2::date - interval '2 days' AND $3::date + interval '2 days'
        GROUP BY GROUPING SETS ((channel_id), (hour_at))
        """;

    private const string KeptPeople =
        "SELECT authors, active_members FROM range_people WHERE guild_id = $1 AND first_date = $2 AND last_date = $3 AND author_days = $4 AND member_days = $5";

    private const string CountPeople = """
        SELECT count(*) FILTER (WHERE wrote)::int, count(*)::int FROM (
          SELECT bool_or(messages > 0) AS wrote FROM member_activity_daily WHERE guild_id = $1 AND date BETWEEN $2 AND $3 GROUP BY user_id) AS people
        """;

    private const string KeepPeople = """
        INSERT INTO range_people (guild_id, first_date, last_date, author_days, member_days, authors, active_members) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (guild_id, first_date, last_date) DO UPDATE
        SET author_days = excluded.author_days, member_days = excluded.member_days, authors = excluded.authors, active_members = excluded.active_members, counted_at = now()
        """;

    private const string ForgetPeople = "DELETE FROM range_people WHERE guild_id = $1 AND counted_at < now() - interval '7 days'";

    public Task<StoredActivity> ReadAsync(long guildId, DateOnly firstDay, DateOnly lastDay, CancellationToken cancellation = default) =>
        ReadAsync(guildId, firstDay, lastDay, mayLag: false, cancellation);

    /// <param name="mayLag">A replica that is near enough may answer.</param>
    public async Task<StoredActivity> ReadAsync(long guildId, DateOnly firstDay, DateOnly lastDay, bool mayLag, CancellationToken cancellation = default)
    {
        object[]? sums = null;
        var stored = await database.ReadAsync(mayLag, async connection =>
        {
            sums = null;
            var days = new List<StoredDay>();
            var channels = new List<StoredChannel>();
            var hours = new List<StoredHour>();
            await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { Of(Days), Of(ChannelsAndHours) } })
            await using (var reader = await batch.ExecuteReaderAsync(cancellation))
            {
                while (await reader.ReadAsync(cancellation))
                {
                    days.Add(new StoredDay(
                        reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4),
                        reader.GetInt64(5), reader.GetInt32(6), reader.GetInt32(7)));
                }

                await reader.NextResultAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    if (reader.GetInt32(0) != 0) hours.Add(new StoredHour(reader.GetDateTime(2), reader.GetInt64(3)));
                    else if (reader.GetInt64(1) != 0) channels.Add(new StoredChannel(reader.GetInt64(1), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
                }
            }

            var (authors, active) = await PeopleAsync(connection, days);
            return new StoredActivity(
                days, [.. channels.OrderByDescending(c => c.Messages).ThenByDescending(c => c.VoiceSeconds).ThenBy(c => c.ChannelId)],
                [.. hours.Where(h => h.Figure > 0).OrderBy(h => h.HourAt)], authors, active);
        });
        if (sums is not null) await KeepAsync(sums, stored);
        return stored;

        NpgsqlBatchCommand Of(string sql, params object[] more)
        {
            var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = guildId }, new() { Value = firstDay }, new() { Value = lastDay } } };
            foreach (var value in more) command.Parameters.Add(new() { Value = value });
            return command;
        }

        // The sums were read before the people: should somebody come in between, what is kept is found to be old.
        async Task<(int Authors, int Active)> PeopleAsync(NpgsqlConnection connection, List<StoredDay> found)
        {
            object[] now = [found.Sum(d => (long)d.Authors), found.Sum(d => (long)d.ActiveMembers)];
            var isKept = (long)now[1] >= WorthKeeping;
            if (isKept && await PairAsync(connection, Of(KeptPeople, now)) is { } kept) return kept;
            var counted = await PairAsync(connection, Of(CountPeople)) ?? default;
            if (isKept) sums = now;
            return counted;
        }

        // On the primary, wherever it was counted, and on a connection of its own once the other is free.
        Task KeepAsync(object[] counted, StoredActivity people) => database.Primary.ReadAsync(async connection =>
        {
            await using var keep = new NpgsqlBatch(connection)
            {
                BatchCommands = { Of(KeepPeople, [.. counted, people.Authors, people.ActiveMembers]), new(ForgetPeople) { Parameters = { new() { Value = guildId } } } },
            };
            return await keep.ExecuteNonQueryAsync(cancellation);
        });

        async Task<(int Authors, int Active)?> PairAsync(NpgsqlConnection connection, NpgsqlBatchCommand question)
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { question } };
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? (reader.GetInt32(0), reader.GetInt32(1)) : null;
        }
    }
}
