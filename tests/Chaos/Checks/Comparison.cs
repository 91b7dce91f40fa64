using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Lab.Postgres;
using Npgsql;

namespace CommunityIntel.Chaos.Checks;

/// <param name="Lost">Rows that should be there.</param>
/// <param name="Extra">Rows that nobody caused, doubles included.</param>
/// <param name="Different">Rows with another content.</param>
internal sealed record TableResult(string Table, long Rows, long Lost, long Extra, long Different, IReadOnlyList<string> Examples)
{
    public bool IsEqual => Lost == 0 && Extra == 0 && Different == 0;
}

/// <summary>
/// Compares what PostgreSQL holds with the reference, row by row. Strict guilds must be equal in everything; of guilds whose
/// session was lost the messages are checked by <see cref="LostSessions"/>.
/// </summary>
internal sealed class Comparison(ScratchDatabase database, Reference reference)
{
    private const int MostExamples = 5;

    private readonly HashSet<long> _strict = [.. reference.Guilds.Values.Where(reference.IsStrict).Select(g => g.GuildId)];

    public int Strict => _strict.Count;

    public async Task<IReadOnlyList<TableResult>> RunAsync(CancellationToken cancellation) =>
    [
        await CompareAsync("messages", "SELECT guild_id, message_id, channel_id, author_id, from_bot, created_at FROM messages",
            r => (r.GetInt64(1), (r.GetInt64(2), r.GetInt64(3), r.GetBoolean(4), Ms(r, 5)!.Value)),
            g => g.Messages.Values.Select(m => (m.MessageId, (m.ChannelId, m.AuthorId, m.FromBot, Domain.Snowflake.UnixMsOf(m.MessageId)))), cancellation),
        await CompareAsync("user_xp", "SELECT guild_id, user_id, xp, messages, voice_seconds, last_xp_at FROM user_xp",
            r => (r.GetInt64(1), (r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), Ms(r, 5))),
            g => g.Earners.Select(m => (m.UserId, (m.Xp, m.Messages, m.VoiceSeconds, m.LastXpAtMs))), cancellation),
        await CompareAsync("members", "SELECT guild_id, user_id, joined_at, has_left, is_bot FROM members WHERE joined_at IS NOT NULL OR has_left",
            r => (r.GetInt64(1), (Ms(r, 2), r.GetBoolean(3))),
            g => g.Seen.Where(m => m.JoinedAtMs is not null || m.HasLeft).Select(m => (m.UserId, (m.JoinedAtMs, m.HasLeft))), cancellation),
        await CompareAsync("guilds", "SELECT guild_id, member_count, bot_present, time_zone FROM guilds",
            r => (0L, (r.GetInt32(1), r.GetBoolean(2))),
            g => [(0L, (g.Guild!.Identity.MemberCount, g.Guild.Identity.BotPresent))], cancellation),
        await CompareAsync("voice_sessions", "SELECT guild_id, user_id, started_at, channel_id, ended_at, is_estimated FROM voice_sessions",
            r => ((r.GetInt64(1), Ms(r, 2)!.Value), (r.GetInt64(3), Ms(r, 4), r.GetBoolean(5))),
            g => g.VoiceSessions.Values.Select(v => ((v.UserId, v.StartedAtMs), (v.ChannelId, v.EndedAtMs, v.IsEstimated))), cancellation),
        await CompareAsync("activity_hourly", "SELECT guild_id, hour_at, channel_id, messages, bot_messages, voice_seconds, joins, leaves FROM activity_hourly",
            r => ((Ms(r, 1)!.Value, r.GetInt64(2)), (r.GetInt32(3), r.GetInt32(4), r.GetInt64(5), r.GetInt32(6), r.GetInt32(7))),
            g => g.Hours.Select(h => ((h.Key.HourStartMs, h.Key.ChannelId), (h.Value.Messages, h.Value.BotMessages, h.Value.VoiceSeconds, h.Value.Joins, h.Value.Leaves))), cancellation),
        await CompareAsync("member_activity_daily", "SELECT guild_id, date, user_id, messages, voice_seconds FROM member_activity_daily",
            r => ((r.GetFieldValue<DateOnly>(1), r.GetInt64(2)), (r.GetInt32(3), r.GetInt64(4))),
            g => g.MemberDays.Select(d => ((d.Key.Date, d.Key.UserId), (d.Value.Messages, d.Value.VoiceSeconds))), cancellation),
        await CompareAsync("guild_stats_daily", "SELECT guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves FROM guild_stats_daily",
            r => (r.GetFieldValue<DateOnly>(1), (r.GetInt64(2), r.GetInt64(3), r.GetInt32(4), r.GetInt32(5), r.GetInt64(6), r.GetInt32(7), r.GetInt32(8))), Days, cancellation),
    ];

    /// <summary>A watermark that names no event of the last session that told anything new, or one before the last event that changed something.</summary>
    public IReadOnlyList<string> UnsoundWatermarks(IReadOnlyDictionary<long, (string Session, long Sequence)> marks)
    {
        var unsound = new List<string>();
        foreach (var guild in reference.Guilds.Values.Where(g => g.Sessions.Count > 0))
        {
            var (effect, last) = (guild.LastEffect, guild.LastDelivered);
            if (!marks.TryGetValue(guild.GuildId, out var mark)) unsound.Add($"guild {guild.GuildId} has no watermark");
            // A later session that told nothing new leaves no mark.
            else if (effect.Session != last.Session && mark.Session == reference.Sessions[effect.Session].Id && mark.Sequence >= effect.Sequence) continue;
            else if (mark.Session != reference.Sessions[last.Session].Id) unsound.Add($"guild {guild.GuildId}: the watermark names session {mark.Session}, the last one is {reference.Sessions[last.Session].Id}");
            else if (mark.Sequence > last.Sequence || (effect.Session == last.Session && mark.Sequence < effect.Sequence))
                unsound.Add($"guild {guild.GuildId}: the watermark is at {mark.Sequence}, events that matter end at {effect.Sequence}, all at {last.Sequence}");
        }

        return unsound;
    }

    private async Task<TableResult> CompareAsync<TKey, TValue>(
        string table, string sql, Func<NpgsqlDataReader, (TKey Key, TValue Value)> read, Func<GuildReference, IEnumerable<(TKey Key, TValue Value)>> expect, CancellationToken cancellation)
        where TKey : notnull
    {
        var expected = new Dictionary<(long Guild, TKey Key), TValue>();
        foreach (var guild in reference.Guilds.Values.Where(g => _strict.Contains(g.GuildId) && g.Guild is not null))
            foreach (var (key, value) in expect(guild)) expected.Add((guild.GuildId, key), value);

        var (rows, extra, different, examples) = (0L, 0L, 0L, new List<string>());
        await using var command = database.DataSource.CreateCommand(sql);
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var guild = reader.GetInt64(0);
            if (!_strict.Contains(guild)) continue;
            rows++;
            var (key, value) = read(reader);
            if (!expected.Remove((guild, key), out var wanted))
            {
                extra++;
                Note(examples, $"{table}: guild {guild} {key} = {value} is there twice or should not be");
            }
            else if (!EqualityComparer<TValue>.Default.Equals(value, wanted))
            {
                different++;
                Note(examples, $"{table}: guild {guild} {key} = {value}, expected {wanted}");
            }
        }

        foreach (var ((guild, key), value) in expected.Take(MostExamples)) Note(examples, $"{table}: guild {guild} {key} = {value} is missing");
        return new TableResult(table, rows, expected.Count, extra, different, examples);
    }

    private static IEnumerable<(DateOnly, (long, long, int, int, long, int, int))> Days(GuildReference g)
    {
        var members = g.MemberDays.GroupBy(d => d.Key.Date).ToDictionary(d => d.Key, d => (Authors: d.Count(m => m.Value.Messages > 0), Active: d.Count()));
        foreach (var day in g.Hours.GroupBy(h => h.Key.Date))
        {
            var (authors, active) = members.GetValueOrDefault(day.Key);
            yield return (day.Key, (Sum(day, c => c.Messages), Sum(day, c => c.BotMessages), authors, active, Sum(day, c => c.VoiceSeconds), (int)Sum(day, c => c.Joins), (int)Sum(day, c => c.Leaves)));
        }
    }

    private static long Sum(IEnumerable<KeyValuePair<HourKey, HourCounters>> hours, Func<HourCounters, long> of) => hours.Sum(h => of(h.Value));

    private static long? Ms(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : new DateTimeOffset(r.GetDateTime(column)).ToUnixTimeMilliseconds();

    private static void Note(List<string> examples, string text)
    {
        if (examples.Count < MostExamples) examples.Add(text);
    }
}
