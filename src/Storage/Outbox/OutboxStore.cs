using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Storage.Rewards;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Outbox;

/// <summary>A row that a worker has leased. <c>Attempts</c> counts this one; <c>Nonce</c> is set for messages.</summary>
public sealed record TakenAction(long GuildId, string Key, int Revision, OutboxAction Action, string? Nonce, int Attempts, DateTimeOffset CreatedAt);

/// <summary>What became of an attempt: done, given up with a reason, or to be tried again after a delay, with the reason so far.</summary>
public sealed record ActionReport(long GuildId, string Key, int Revision, ReportedState State, string? Reason, TimeSpan Delay);

public enum ReportedState
{
    Pending,
    Done,
    GivenUp,
}

/// <summary>An action that failed so far (<c>IsGivenUp</c> false) or for good. Names are null when nobody has seen them.</summary>
public sealed record OpenAction(OutboxAction Action, bool IsGivenUp, string? Reason, DateTimeOffset CreatedAt, string? MemberName, string? ChannelName);

/// <summary>A guild's open actions, how many there are in all, and the names of the roles that it gives.</summary>
public sealed record OpenOutbox(IReadOnlyList<OpenAction> Actions, long GivenUp, long Waiting, IReadOnlyList<LevelRole> Roles);

/// <summary>Reads and leases the outbox; its rows are written by the group commit.</summary>
public sealed class OutboxStore(NpgsqlDataSource database)
{
    /// <summary>Actions of one guild under way at once, so that a guild whose limits are reached does not hold up the others.</summary>
    public const int MostOfAGuild = 4;

    /// <summary>Leases up to <paramref name="max"/> due actions of the guilds of these shards; a lease that lapses makes the row due again.</summary>
    public Task<IReadOnlyList<TakenAction>> TakeDueAsync(IReadOnlyList<int> shards, int shardCount, string worker, int max, TimeSpan lease) =>
        database.ReadAsync<IReadOnlyList<TakenAction>>(async connection =>
        {
            await using var command = new NpgsqlCommand(OutboxSql.Take, connection)
            {
                Parameters =
                {
                    Shards(shards), new() { Value = (long)shardCount }, new() { Value = worker }, new() { Value = lease },
                    new() { Value = max }, new() { Value = (long)MostOfAGuild }, new() { Value = OutboxPayload.Kinds },
                },
            };
            await using var reader = await command.ExecuteReaderAsync();
            var taken = new List<TakenAction>();
            while (await reader.ReadAsync())
            {
                taken.Add(new TakenAction(
                    reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), OutboxPayload.Read(reader.GetString(3), reader.GetString(4)),
                    reader.TextOrNull(5), reader.GetInt32(6), reader.GetFieldValue<DateTimeOffset>(7)));
            }

            return taken;
        });

    /// <summary>How long the longest waiting due action of these shards is due; zero when none is.</summary>
    public Task<TimeSpan> OldestDueAsync(IReadOnlyList<int> shards, int shardCount) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(OutboxSql.OldestDue, connection) { Parameters = { Shards(shards), new() { Value = (long)shardCount } } };
        return await command.ExecuteScalarAsync() is double seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
    });

    /// <summary>Saves outcomes. Ignores what is no longer the worker's to say.</summary>
    public Task<int> ReportAsync(string worker, IReadOnlyList<ActionReport> reports) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(OutboxSql.Report, connection)
        {
            Parameters =
            {
                new() { Value = worker },
                Array(reports.Select(r => r.GuildId), NpgsqlDbType.Bigint),
                Array(reports.Select(r => r.Key), NpgsqlDbType.Text),
                Array(reports.Select(r => r.Revision), NpgsqlDbType.Integer),
                Array(reports.Select(r => r.State switch { ReportedState.Done => "done", ReportedState.GivenUp => "given_up", _ => "pending" }), NpgsqlDbType.Text),
                Array(reports.Select(r => r.Reason), NpgsqlDbType.Text),
                Array(reports.Select(r => (long)r.Delay.TotalMilliseconds), NpgsqlDbType.Bigint),
            },
        };
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>What a guild's people should know: given-up actions, latest first, then those that have failed so far. At most <paramref name="max"/>.</summary>
    public Task<OpenOutbox> OpenAsync(long guildId, int max) =>
        database.ReadAsync(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(OutboxSql.Open) { Parameters = { new() { Value = guildId }, new() { Value = OutboxPayload.Kinds }, new() { Value = max } } },
                    new NpgsqlBatchCommand(RewardReads.Settings) { Parameters = { new() { Value = guildId } } },
                },
            };
            await using var reader = await batch.ExecuteReaderAsync();
            var open = new List<OpenAction>();
            var (givenUp, waiting) = (0L, 0L);
            while (await reader.ReadAsync())
            {
                (givenUp, waiting) = (reader.GetInt64(7), reader.GetInt64(8));
                open.Add(new OpenAction(
                    OutboxPayload.Read(reader.GetString(0), reader.GetString(1)), reader.GetString(2) == "given_up", reader.TextOrNull(3),
                    reader.GetFieldValue<DateTimeOffset>(4), reader.TextOrNull(5), reader.TextOrNull(6)));
            }

            await reader.NextResultAsync();
            return new OpenOutbox(open, givenUp, waiting, (await RewardReads.ReadSettingsAsync(reader, CancellationToken.None)).Rewards.Roles);
        });

    /// <summary>How many of a guild's actions are still to be done, due or not.</summary>
    public Task<long> CountPendingAsync(long guildId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(OutboxSql.CountPending, connection) { Parameters = { new() { Value = guildId } } };
        return (long)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>Makes a guild's given-up actions due once more, but those that nobody can mend; says how many.</summary>
    public Task<int> TryAgainAsync(long guildId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(OutboxSql.TryAgain, connection) { Parameters = { new() { Value = guildId }, new() { Value = OutboxPayload.Kinds } } };
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>Deletes a few thousand rows whose time is over; says how many.</summary>
    public Task<int> TrimAsync() => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(OutboxSql.Trim, connection);
        return await command.ExecuteNonQueryAsync();
    });

    private static NpgsqlParameter Shards(IReadOnlyList<int> shards) => Array(shards.Select(s => (long)s), NpgsqlDbType.Bigint);

    private static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType type) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
