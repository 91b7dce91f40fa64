using CommunityIntel.Domain.Guilds;
using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.Chaos.Checks;

/// <param name="Guilds">Guilds of which a session was lost or deaf.</param>
/// <param name="Missing">Messages of theirs that are not stored: lost with a session, not fetched, and the gap says so where gaps are kept.</param>
/// <param name="Problems">What must not be even then: doubles, messages that nobody wrote, totals that do not fit.</param>
internal sealed record LostSessionsResult(int Guilds, long Stored, long Missing, IReadOnlyList<string> Problems);

/// <summary>
/// Guilds of which a session was lost. Their messages: nothing twice, nothing made up, and whoever wrote has exactly as many
/// counted as are stored; XP between 15 and 25 a message that earned, so at most 25 for each, and who wrote outside every gap has some
/// (at a gap's edges a message may earn nothing).
/// </summary>
internal sealed class LostSessions(ScratchDatabase database, Reference reference)
{
    private const int MostProblems = 10;

    public async Task<LostSessionsResult> RunAsync(CancellationToken cancellation)
    {
        var guilds = reference.Guilds.Values.Where(g => !reference.IsStrict(g)).ToDictionary(g => g.GuildId);
        var problems = new List<string>();
        var (stored, missing) = (0L, 0L);
        if (guilds.Count > 0)
        {
            (stored, missing) = await MessagesAsync(guilds, problems, cancellation);
            await TotalsAsync(guilds, problems, cancellation);
        }

        return new LostSessionsResult(guilds.Count, stored, missing, problems);
    }

    private async Task<(long Stored, long Missing)> MessagesAsync(Dictionary<long, GuildReference> guilds, List<string> problems, CancellationToken cancellation)
    {
        var left = guilds.ToDictionary(g => g.Key, g => new Dictionary<long, MessageRow>(g.Value.Messages.Concat(g.Value.Unheard)));
        var stored = 0L;
        await using var command = database.DataSource.CreateCommand("SELECT guild_id, message_id, channel_id, author_id, from_bot FROM messages WHERE guild_id = ANY ($1)");
        command.Parameters.Add(new() { Value = guilds.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            stored++;
            var row = new MessageRow(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4));
            if (!left[reader.GetInt64(0)].Remove(row.MessageId, out var wanted)) Note(problems, $"message {row.MessageId} of guild {reader.GetInt64(0)} is there twice or was never written");
            else if (wanted != row) Note(problems, $"message {row.MessageId} of guild {reader.GetInt64(0)} is {row}, expected {wanted}");
        }

        await reader.DisposeAsync();
        await UnexplainedAsync(left, problems, cancellation);
        return (stored, left.Values.Sum(l => l.Count));
    }

    // Where gaps are kept, a message may be missing only in one that says it could not be filled.
    private async Task UnexplainedAsync(Dictionary<long, Dictionary<long, MessageRow>> missing, List<string> problems, CancellationToken cancellation)
    {
        if (!await new Obligations(database).IsThereAsync("gaps", cancellation)) return;
        var gaps = new List<(long Guild, long FromMs, long UntilMs)>();
        await using var command = database.DataSource.CreateCommand("SELECT guild_id, from_at, until_at FROM gaps WHERE state = 2");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) gaps.Add((reader.GetInt64(0), Ms(reader.GetDateTime(1)), Ms(reader.GetDateTime(2))));
        var byGuild = gaps.ToLookup(g => g.Guild);
        foreach (var (guild, rows) in missing)
            foreach (var id in rows.Keys.Where(id => Domain.Snowflake.UnixMsOf(id) is var at && !byGuild[guild].Any(g => at >= g.FromMs && at <= g.UntilMs)))
                Note(problems, $"message {id} of guild {guild} is missing, and no unfilled gap covers {Domain.Snowflake.TimeOf(id):O}");
    }

    private static long Ms(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();

    private async Task TotalsAsync(Dictionary<long, GuildReference> guilds, List<string> problems, CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand(
            """
            SELECT guild_id, user_id, x.xp, x.messages, m.written
            FROM user_xp x FULL JOIN (
              SELECT guild_id, author_id AS user_id, count(*) AS written,
                bool_or(NOT EXISTS (SELECT FROM gaps g WHERE g.guild_id = t.guild_id AND t.created_at BETWEEN g.from_at - interval '10 s' AND g.until_at + interval '10 s')) AS was_heard
              FROM messages t WHERE NOT from_bot GROUP BY 1, 2) m USING (guild_id, user_id)
            WHERE guild_id = ANY ($1)
              AND (coalesce(x.messages, 0) <> coalesce(m.written, 0) OR x.xp > 25 * coalesce(m.written, 0) OR (m.was_heard AND x.xp < 15))
            """);
        command.Parameters.Add(new() { Value = guilds.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            Note(problems, $"person {reader[1]} of guild {reader[0]} has {reader[2]} XP and {reader[3]} messages counted, {reader[4]} stored");
    }

    private static void Note(List<string> problems, string text)
    {
        if (problems.Count < MostProblems) problems.Add(text);
    }
}
