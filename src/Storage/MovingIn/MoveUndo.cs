using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>Of the moved guilds, those that the new bot was never heard in, of which everything here was moved; and the others.</summary>
public sealed record MovedGuilds(IReadOnlyList<long> Untouched, IReadOnlyList<long> InUse);

/// <summary>Takes back what was moved of guilds that the new bot was never heard in: all that is here of them came from the old database.</summary>
public sealed class MoveUndo(NpgsqlDataSource database)
{
    private const int RowsAtOnce = 50_000;

    public async Task<MovedGuilds> FindAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT guild_id, session_id = '' FROM moved_guilds JOIN guild_watermarks USING (guild_id) ORDER BY guild_id");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (untouched, inUse) = (new List<long>(), new List<long>());
        while (await reader.ReadAsync(cancellation)) (reader.GetBoolean(1) ? untouched : inUse).Add(reader.GetInt64(0));
        return new MovedGuilds(untouched, inUse);
    }

    /// <summary>Everything is forgotten of the guild; false when the bot was heard meanwhile, and nothing was done.</summary>
    public async Task<bool> EraseAsync(long guildId, CancellationToken cancellation)
    {
        long epoch;
        await using (var mark = database.CreateCommand("UPDATE guild_watermarks SET is_erasing = true, epoch = epoch + 1 WHERE guild_id = $1 AND session_id = '' RETURNING epoch"))
        {
            mark.Parameters.Add(new() { Value = guildId });
            if (await mark.ExecuteScalarAsync(cancellation) is not long raised) return false;
            epoch = raised;
        }

        while (true)
        {
            await using var erase = database.CreateCommand("SELECT erase_guild_rows($1, $2, $3)");
            erase.CommandTimeout = 0;
            erase.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = guildId }, new() { Value = epoch }, new() { Value = RowsAtOnce } });
            if (await erase.ExecuteScalarAsync(cancellation) is not (long and > 0)) return true;
        }
    }

    /// <summary>The next start reads everything again; of guilds that stay, what has ended by then is not taken again.</summary>
    public async Task ForgetCursorsAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "WITH gone AS (DELETE FROM moved_tables RETURNING source) UPDATE moved_guilds SET passed = ARRAY(SELECT unnest(passed) UNION SELECT source FROM gone)");
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
