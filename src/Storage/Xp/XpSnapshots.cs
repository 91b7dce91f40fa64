using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Storage.Audit;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Rewards;
using Npgsql;

namespace CommunityIntel.Storage.Xp;

/// <summary>
/// Everybody's XP at once: too many rows for a group commit, in one transaction all the same. It holds the guild's watermark, so that it
/// is written by the one activation that owns the guild, or not at all.
/// </summary>
public sealed class XpSnapshots(NpgsqlDataSource database)
{
    /// <summary>How long a reset can be taken back.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // A million rows take some ten seconds.
    private const int TimeoutSeconds = 240;

    private const string Claim = "SELECT 1 FROM guild_watermarks WHERE guild_id = $1 AND epoch = $2 FOR UPDATE";

    /// <summary>Keeps everybody's XP under the entry's id and sets it to 0. The note gets <c>{"members":n}</c> as what was before.</summary>
    /// <param name="repair">Takes back what levels gave, from then on; null = levels give nothing.</param>
    /// <exception cref="FencedException">Another activation owns the guild.</exception>
    public Task<long> ResetAsync(long guildId, long epoch, AuditEntry note, RewardRepair? repair) => WriteAsync(guildId, epoch, async (connection, transaction) =>
    {
        await RunAsync(connection, transaction, "DELETE FROM xp_snapshots WHERE guild_id = $1 AND snapshot_id = $2", guildId, note.Id);
        var members = await RunAsync(connection, transaction,
            "INSERT INTO xp_snapshots (guild_id, snapshot_id, user_id, xp) SELECT guild_id, $2, user_id, xp FROM user_xp WHERE guild_id = $1 AND xp > 0", guildId, note.Id);
        await RunAsync(connection, transaction, "UPDATE user_xp SET xp = 0 WHERE guild_id = $1 AND xp > 0", guildId);
        if (members > 0) await NoteAsync(connection, transaction, guildId, note with { Before = $$"""{"members":{{members}}}""", After = """{"members":0}""" }, repair);
        return members;
    });

    /// <summary>Gives back what a reset took; what was earned since stays.</summary>
    /// <param name="repair">Gives back what levels gave, from then on; null = levels give nothing.</param>
    /// <exception cref="FencedException">Another activation owns the guild.</exception>
    public Task<long> RestoreAsync(long guildId, long epoch, long snapshotId, AuditEntry note, RewardRepair? repair) => WriteAsync(guildId, epoch, async (connection, transaction) =>
    {
        var members = await RunAsync(connection, transaction,
            """
            UPDATE user_xp u SET xp = least(u.xp + s.xp, $3)
            FROM xp_snapshots s WHERE s.guild_id = $1 AND s.snapshot_id = $2 AND u.guild_id = s.guild_id AND u.user_id = s.user_id
            """, guildId, snapshotId, XpCurve.MostXp);
        await RunAsync(connection, transaction, "DELETE FROM xp_snapshots WHERE guild_id = $1 AND snapshot_id = $2", guildId, snapshotId);
        await NoteAsync(connection, transaction, guildId, note with { Before = """{"members":0}""", After = $$"""{"members":{{members}}}""" }, repair);
        return members;
    });

    /// <summary>Deletes snapshots of resets before that instant. Returns how many rows went.</summary>
    public Task<int> TrimAsync(DateTimeOffset before) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "DELETE FROM xp_snapshots s USING audit_entries a WHERE a.guild_id = s.guild_id AND a.entry_id = s.snapshot_id AND a.at < $1", connection)
        {
            Parameters = { new() { Value = before.UtcDateTime } }, CommandTimeout = TimeoutSeconds,
        };
        return await command.ExecuteNonQueryAsync();
    });

    private Task<long> WriteAsync(long guildId, long epoch, Func<NpgsqlConnection, NpgsqlTransaction, Task<long>> write) => database.ReadAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var claim = new NpgsqlCommand(Claim, connection, transaction) { Parameters = { new() { Value = guildId }, new() { Value = epoch } } })
            if (await claim.ExecuteScalarAsync() is null) throw new FencedException("another activation owns the guild");
        var result = await write(connection, transaction);
        await transaction.CommitAsync();
        return result;
    });

    private static async Task<long> RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, params long[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = TimeoutSeconds };
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long guildId, AuditEntry note, RewardRepair? repair)
    {
        var rows = new Columns();
        AuditRows.Add(rows, guildId, note);
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { rows.Command(AuditRows.Write) } };
        var repairs = new Columns();
        if (repair is not null)
        {
            RewardRows.Add(repairs, guildId, repair);
            batch.BatchCommands.Add(repairs.Command(RewardSql.Repairs));
        }

        await batch.ExecuteNonQueryAsync();
    }
}
