using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>Compares what people did with what the database holds.</summary>
internal static class Stored
{
    private const string CountedDifferently = """
        SELECT count(*) FROM (SELECT guild_id, author_id AS user_id, count(*) AS messages FROM messages GROUP BY 1, 2) AS written
        FULL JOIN user_xp USING (guild_id, user_id) WHERE written.messages IS DISTINCT FROM user_xp.messages
        """;

    /// <summary>
    /// Waits until as much is there as was done, and fails unless each message is there, once, and counted once; and at least <paramref name="shareOfStays"/> of
    /// the stays in voice: those that begin in the same millisecond of a replay are one row. Where two shard sets heard the same
    /// (<paramref name="overlaps"/>), everybody's last stay of that time may be there a second time, with no length to speak of.
    /// </summary>
    public static async Task EverythingOnceAsync(ScratchDatabase database, Talk talk, CancellationToken cancellation, double shareOfStays = 0.5, bool overlaps = false)
    {
        var written = talk.Messages.ToHashSet();
        try
        {
            await Polling.UntilAsync(async () =>
                await CountAsync("messages") >= written.Count && await CountAsync("voice_sessions WHERE ended_at IS NULL") == 0, cancellation);
        }
        catch (OperationCanceledException)
        {
            // What is missing is told below.
        }

        var stored = await MessagesAsync(database, cancellation);
        written.Except(stored).Should().BeEmpty("nothing is missing");
        stored.Except(written).Should().BeEmpty("nothing is made up");
        stored.Should().HaveCount(written.Count, "nothing is there twice");
        (await CountAsync("voice_sessions WHERE ended_at IS NULL")).Should().Be(0);
        (await database.ScalarAsync<long>("SELECT sum(messages)::bigint FROM user_xp", cancellation)).Should().Be(written.Count);
        (await database.ScalarAsync<long>(CountedDifferently, cancellation)).Should().Be(0, "everybody has as many messages as are stored");
        (await database.ScalarAsync<long>("SELECT sum(message_count)::bigint FROM guild_stats_daily", cancellation)).Should().Be(written.Count);
        (await CountAsync("voice_sessions")).Should().BeInRange((long)(talk.Stays * shareOfStays), talk.Stays + (overlaps ? talk.Guilds.Count : 0));
        Task<long> CountAsync(string what) => database.ScalarAsync<long>($"SELECT count(*) FROM {what}", cancellation);
    }

    public static async Task<IReadOnlyList<ulong>> MessagesAsync(ScratchDatabase database, CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("SELECT message_id FROM messages");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var messages = new List<ulong>();
        while (await reader.ReadAsync(cancellation)) messages.Add((ulong)reader.GetInt64(0));
        return messages;
    }
}
