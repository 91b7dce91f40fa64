using Npgsql;

namespace CommunityIntel.Storage.Activity;

public sealed partial class ActivityReader
{
    /// <summary>One channel's roll-ups; people, joins and leaves are not kept by channel.</summary>
    public Task<StoredActivity> ReadChannelAsync(long guildId, long channelId, DateOnly firstDay, DateOnly lastDay, bool mayLag = false, CancellationToken cancellation = default) =>
        database.ReadAsync(mayLag, async connection =>
        {
            // hour_at is what the key goes by: a local day begins and ends within a day of UTC's.
            await using var command = new NpgsqlCommand(
                """
                SELECT date, hour_at, messages::bigint, bot_messages::bigint, voice_seconds FROM activity_hourly
                WHERE guild_id = $1 AND channel_id = $2 AND date BETWEEN $3 AND $4
                  AND hour_at BETWEEN $3::date - interval '2 days' AND $4::date + interval '2 days'
                ORDER BY hour_at
                """, connection)
            {
                Parameters = { new() { Value = guildId }, new() { Value = channelId }, new() { Value = firstDay }, new() { Value = lastDay } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var hours = new List<(DateOnly Date, DateTime At, long Messages, long BotMessages, long VoiceSeconds)>();
            while (await reader.ReadAsync(cancellation))
                hours.Add((reader.GetFieldValue<DateOnly>(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
            var days = hours.GroupBy(h => h.Date).Select(d => new StoredDay(d.Key, d.Sum(h => h.Messages), d.Sum(h => h.BotMessages), 0, 0, d.Sum(h => h.VoiceSeconds), 0, 0));
            var channel = new StoredChannel(channelId, hours.Sum(h => h.Messages), hours.Sum(h => h.BotMessages), hours.Sum(h => h.VoiceSeconds));
            return new StoredActivity(
                [.. days], hours.Count == 0 ? [] : [channel], [.. hours.Where(h => h.Messages > 0).Select(h => new StoredHour(h.At, h.Messages))], 0, 0);
        });
}
