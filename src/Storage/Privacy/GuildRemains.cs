using Npgsql;

namespace CommunityIntel.Storage.Privacy;

/// <summary>
/// Deletes what a guild has of a person's messages, or everything of a guild, in batches that no commit has to wait for.
/// Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.
/// </summary>
public sealed class GuildRemains(NpgsqlDataSource database)
{
    /// <summary>Local days of messages deleted in one transaction.</summary>
    private const int DaysAtOnce = 7;

    /// <summary>
    /// Deletes a person's messages of a few days, with the rows that name the days; false when no day is left. Whoever counts
    /// the person meanwhile makes such a row again.
    /// </summary>
    public Task<bool> DeleteMessagesAsync(long guildId, long userId) => database.ReadAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var days = new NpgsqlCommand(
            """
            DELETE FROM member_activity_daily WHERE guild_id = $1 AND user_id = $2 AND date = ANY (ARRAY(
              SELECT date FROM member_activity_daily WHERE guild_id = $1 AND user_id = $2 ORDER BY date LIMIT $3))
            RETURNING date
            """, connection) { Parameters = { new() { Value = guildId }, new() { Value = userId }, new() { Value = DaysAtOnce } } };
        var dates = new List<DateOnly>();
        await using (var reader = await days.ExecuteReaderAsync())
            while (await reader.ReadAsync()) dates.Add(reader.GetFieldValue<DateOnly>(0));
        foreach (var (from, until) in DayRanges.Around(dates))
        {
            foreach (var table in (string[])["messages", .. await OutsideAsync(connection), "messages_archive"])
            {
                await using var messages = new NpgsqlCommand(
                    $"DELETE FROM {table} WHERE guild_id = $1 AND author_id = $2 AND created_at >= $3 AND created_at < $4 AND NOT from_bot", connection)
                {
                    Parameters = { new() { Value = guildId }, new() { Value = userId }, new() { Value = from }, new() { Value = until } },
                };
                await messages.ExecuteNonQueryAsync();
            }
        }

        await transaction.CommitAsync();
        return dates.Count > 0;
    });

    // Months that are taken out of messages just now, before they are dropped or put back.
    private static async Task<IReadOnlyList<string>> OutsideAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname FROM pg_class c LEFT JOIN pg_inherits h ON h.inhrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^messages_\d{4}_\d\d$' AND (NOT c.relispartition OR h.inhdetachpending)
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        return tables;
    }

    /// <summary>From here on the guild is deleted, whatever happens. Throws <see cref="FencedException"/> when another activation owns it.</summary>
    public Task MarkErasingAsync(long guildId, long epoch) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("UPDATE guild_watermarks SET is_erasing = true WHERE guild_id = $1 AND epoch = $2", connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = epoch } },
        };
        return await command.ExecuteNonQueryAsync() == 1 ? true : throw new FencedException("another activation owns the guild");
    });

    /// <summary>Deletes up to that many rows of a marked guild; false when nothing was left and the guild itself went. Throws as above.</summary>
    public async Task<bool> EraseAsync(long guildId, long epoch, int most)
    {
        try
        {
            return await database.ReadAsync(async connection =>
            {
                await using var command = new NpgsqlCommand("SELECT erase_guild_rows($1, $2, $3)", connection)
                {
                    Parameters = { new() { Value = guildId }, new() { Value = epoch }, new() { Value = most } },
                };
                return await command.ExecuteScalarAsync() is > 0L;
            });
        }
        catch (CommitFailedException e) when (e.InnerException is PostgresException { SqlState: SqlStates.Fenced })
        {
            throw new FencedException(e.Message, e);
        }
    }
}
