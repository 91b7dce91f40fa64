using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommunityIntel.Storage.Guilds;

/// <summary>
/// Writes what many guilds have pending in few transactions. A guild always goes to the same writer, so its commits stay in
/// order. Started and stopped by the silo: it stops after the last activation is gone and writes out what it holds.
/// </summary>
public sealed partial class GroupCommit(NpgsqlDataSource database, IOptions<StorageOptions> options, ILogger<GroupCommit> logger)
{
    private readonly StorageOptions _options = options.Value;
    private Writer[] _writers = [];

    public void Start()
    {
        StorageMetrics.Begin();
        _writers = [.. Enumerable.Range(0, _options.Writers).Select(_ => new Writer(database, _options, logger))];
    }

    public async Task StopAsync()
    {
        foreach (var writer in _writers) writer.Complete();
        await Task.WhenAll(_writers.Select(w => w.Completion));
    }

    /// <summary>
    /// Completes when the commit is durable, with the guild's latest day (null when no day changed). Throws
    /// <see cref="FencedException"/>, <see cref="CommitRefusedException"/> or <see cref="CommitFailedException"/>; after any of
    /// them the caller's memory is ahead of the database and must be thrown away.
    /// </summary>
    public async Task<CommittedDay?> CommitAsync(GuildCommit commit)
    {
        if (_writers.Length == 0) throw new CommitFailedException("the writers are not running");
        var pending = new Pending(commit);
        var writer = _writers[(int)((ulong)commit.GuildId % 0x7FFFFFFF) % _writers.Length];
        await writer.EnqueueAsync(pending);
        return await pending.Done.Task;
    }

    private sealed record Pending(GuildCommit Commit)
    {
        public ActivityContext Caller { get; } = CommitTrace.Here;

        public TaskCompletionSource<CommittedDay?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Writer
    {
        private const int MonthsRemembered = 6;

        private readonly NpgsqlDataSource _database;
        private readonly StorageOptions _options;
        private readonly ILogger _logger;
        private readonly Channel<Pending> _queue;
        private readonly CommitRows _rows = new();
        private readonly HashSet<DateOnly> _partitions = [];
        private Pending? _held;

        public Writer(NpgsqlDataSource database, StorageOptions options, ILogger logger)
        {
            (_database, _options, _logger) = (database, options, logger);
            _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
            Completion = Task.Run(RunAsync);
        }

        public Task Completion { get; }

        public void Complete() => _queue.Writer.TryComplete();

        public async ValueTask EnqueueAsync(Pending pending)
        {
            try
            {
                await _queue.Writer.WriteAsync(pending);
            }
            catch (ChannelClosedException e)
            {
                throw new CommitFailedException("the silo is stopping", e);
            }
        }

        private async Task RunAsync()
        {
            var group = new List<Pending>();
            while (_held is not null || await _queue.Reader.WaitToReadAsync())
            {
                if (_options.LingerMs > 0 && _queue.Reader.Count < _options.QueueLength / 4) await Task.Delay(_options.LingerMs);
                TakeGroup(group);
                await WriteAsync(group);
                group.Clear();
            }
        }

        private void TakeGroup(List<Pending> group)
        {
            var rows = 0;
            while (_held is not null || _queue.Reader.TryRead(out _held))
            {
                rows += _held.Commit.Rows;
                if (group.Count > 0 && rows > _options.RowsPerCommit) return;
                group.Add(_held);
                _held = null;
            }
        }

        // Whatever happens here is told to the callers: they own the retry.
        private async Task WriteAsync(List<Pending> group)
        {
            if (group.Count == 0) return;
            var started = Stopwatch.GetTimestamp();
            using var span = CommitTrace.Begin(group.Select(p => p.Caller));
            try
            {
                var days = await WriteInOneTransactionAsync(group);
                StorageMetrics.Committed(group.Sum(p => p.Commit.Rows), group.Count, Stopwatch.GetElapsedTime(started));
                if (_logger.IsEnabled(LogLevel.Debug)) Tell(group, Stopwatch.GetElapsedTime(started));
                foreach (var pending in group) pending.Done.TrySetResult(days.GetValueOrDefault(pending.Commit.GuildId));
            }
            catch (PostgresException e) when (e.SqlState == SqlStates.Fenced)
            {
                await SplitFencedAsync(group, e);
            }
            catch (PostgresException e) when (SqlStates.IsRefusal(e.SqlState))
            {
                await SplitRefusedAsync(group, e);
            }
            catch (Exception e) // The writer's loop: one commit that fails must not end it, nor leave a caller waiting.
            {
                StorageMetrics.Failed();
                Log.CommitFailed(_logger, e, group.Count, e is PostgresException p ? p.SqlState : null);
                foreach (var pending in group) pending.Done.TrySetException(new CommitFailedException($"commit failed: {e.Message}", e));
            }
        }

        private void Tell(List<Pending> group, TimeSpan took)
        {
            foreach (var commit in group.Select(p => p.Commit))
                Log.Committed(_logger, commit.GuildId, commit.Watermark.SessionId, commit.Watermark.Sequence, commit.Rows, group.Count, (long)took.TotalMilliseconds);
        }

        private async Task<Dictionary<long, CommittedDay>> WriteInOneTransactionAsync(List<Pending> group)
        {
            _rows.Fill([.. group.Select(p => p.Commit)]);
            await using var connection = await _database.OpenConnectionAsync();
            await EnsurePartitionsAsync(connection);
            await using var batch = _rows.ToBatch(connection, _options.CommandTimeoutSeconds);
            var days = new Dictionary<long, CommittedDay>(group.Count);
            await using var reader = await batch.ExecuteReaderAsync();
            do
            {
                // Only the last statement, the days, returns four columns.
                while (reader.FieldCount == 4 && await reader.ReadAsync())
                {
                    var day = new CommittedDay(reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2), reader.GetInt32(3));
                    var guildId = reader.GetInt64(0);
                    if (!days.TryGetValue(guildId, out var known) || known.Date < day.Date) days[guildId] = day;
                }
            }
            while (await reader.NextResultAsync());
            return days;
        }

        private async Task EnsurePartitionsAsync(NpgsqlConnection connection)
        {
            foreach (var month in _rows.Months)
            {
                if (_partitions.Contains(month)) continue;
                await using var command = new NpgsqlCommand("SELECT ensure_messages_partition($1)", connection) { Parameters = { new() { Value = month } } };
                await command.ExecuteNonQueryAsync();
                _partitions.Add(month);
                // Old months are dropped some day: they are asked for each time.
                var newest = _partitions.Max();
                _partitions.RemoveWhere(known => known < newest.AddMonths(-MonthsRemembered));
            }
        }

        // The transaction is gone whole; those still ours are written again without the stale ones.
        private async Task SplitFencedAsync(List<Pending> group, PostgresException cause)
        {
            if (group.Count == 1)
            {
                StorageMetrics.Fenced();
                group[0].Done.TrySetException(new FencedException("another activation owns the guild", cause));
                return;
            }

            await HalveAsync(group);
        }

        private async Task SplitRefusedAsync(List<Pending> group, PostgresException cause)
        {
            if (group.Count == 1)
            {
                StorageMetrics.Refused();
                Log.CommitRefused(_logger, group[0].Commit.GuildId, cause.SqlState, cause.MessageText);
                group[0].Done.TrySetException(new CommitRefusedException($"SQLSTATE {cause.SqlState}: {cause.MessageText}", cause));
                return;
            }

            await HalveAsync(group);
        }

        private async Task HalveAsync(List<Pending> group)
        {
            var half = group.Count / 2;
            await WriteAsync(group[..half]);
            await WriteAsync(group[half..]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Debug, "Guild {GuildId} is committed up to {Sequence} of session {SessionId}: {Rows} rows, with {Guilds} guilds, in {DurationMs} ms")]
        public static partial void Committed(ILogger logger, long guildId, string? sessionId, long sequence, int rows, int guilds, long durationMs);

        [LoggerMessage(1, LogLevel.Error, "Commit of {Guilds} guilds failed (SQLSTATE {SqlState}); nothing was acknowledged, the workers send it again")]
        public static partial void CommitFailed(ILogger logger, Exception exception, int guilds, string? sqlState);

        [LoggerMessage(2, LogLevel.Error, "PostgreSQL refuses data of guild {GuildId} (SQLSTATE {SqlState}: {Reason})")]
        public static partial void CommitRefused(ILogger logger, long guildId, string sqlState, string reason);
    }
}
