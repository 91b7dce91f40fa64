using CommunityIntel.Domain.TimeZones;
using Npgsql;

namespace CommunityIntel.Storage.TimeZones;

/// <summary>Counts a guild's days again in another time zone, some at a time; nothing else of the guild may be written meanwhile.</summary>
public sealed class ZoneRecount(NpgsqlDataSource database)
{
    /// <summary>Many times what the largest guild takes; a database that is away for longer is asked again.</summary>
    private const int MostSeconds = 300;

    /// <summary>
    /// Counts the next days. Null and the guild's first day once all are done. <see cref="FencedException"/>: another activation owns the guild;
    /// <see cref="CommitFailedException"/>: ask again. Days that were done already, though nobody was told, are not done twice.
    /// </summary>
    public async Task<(ZoneChange? Open, DateOnly? FirstDay)> NextAsync(long guildId, long epoch, ZoneChange change, RecountedDays days)
    {
        try
        {
            return await database.ReadAsync(connection => NextAsync(connection, guildId, epoch, change, days));
        }
        catch (CommitFailedException e) when (e.InnerException is PostgresException { SqlState: SqlStates.Fenced })
        {
            throw new FencedException("another activation owns the guild", e);
        }
        catch (CommitFailedException e) when (e.InnerException is PostgresException { SqlState: SqlStates.DoneBefore })
        {
            return await database.ReadAsync(connection => WhereAsync(connection, guildId));
        }
    }

    private static async Task<(ZoneChange? Open, DateOnly? FirstDay)> NextAsync(NpgsqlConnection connection, long guildId, long epoch, ZoneChange change, RecountedDays days)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = MostSeconds };
        batch.BatchCommands.Add(Command(
            "SELECT recount_days($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            guildId, epoch, days.First, days.Until is null ? DateOnly.MaxValue : change.Next, change.Next, days.From, days.Until ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
            days.Old.Since.ToArray(), days.Old.Seconds.ToArray(), days.New.Since.ToArray(), days.New.Seconds.ToArray()));
        var next = change with { Next = days.First.AddDays(-1) };
        if (next.Next >= change.First)
        {
            batch.BatchCommands.Add(Command("UPDATE zone_changes SET next_date = $2 WHERE guild_id = $1", guildId, next.Next));
            await batch.ExecuteNonQueryAsync();
            return (next, null);
        }

        batch.BatchCommands.Add(Command("DELETE FROM zone_changes WHERE guild_id = $1", guildId));
        batch.BatchCommands.Add(Command(
            "UPDATE guilds g SET first_date = s.first FROM (SELECT min(date) AS first FROM guild_stats_daily WHERE guild_id = $1) AS s WHERE g.guild_id = $1 AND s.first IS NOT NULL", guildId));
        await batch.ExecuteNonQueryAsync();
        return await WhereAsync(connection, guildId);
    }

    private static async Task<(ZoneChange? Open, DateOnly? FirstDay)> WhereAsync(NpgsqlConnection connection, long guildId)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command("SELECT first_date FROM guilds WHERE guild_id = $1", guildId), Command(ZoneRows.Open, guildId) },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        DateOnly? first = await reader.ReadAsync() && !reader.IsDBNull(0) ? reader.GetFieldValue<DateOnly>(0) : null;
        var open = await ZoneRows.ReadAsync(reader, CancellationToken.None);
        return open is null ? (null, first) : (open, null);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
