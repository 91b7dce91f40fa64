using System.Diagnostics;
using System.Globalization;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Tools.Tests.Migration;

/// <summary>
/// Millions of messages through the real process, killed in the middle: <c>./dev verify migrate</c>. The number of messages is in MIGRATE_ROWS; the report is written
/// to <c>artifacts/migrate.txt</c>.
/// </summary>
public sealed class ManyRows
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    private static readonly long Rows = long.Parse(Environment.GetEnvironmentVariable("MIGRATE_ROWS") ?? "5000000", CultureInfo.InvariantCulture);

    private readonly List<string> _report = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two years of messages in a hundred and twenty servers of very different sizes, in the order in which they were written; one in fifty is a stay in voice.
    private static string Fill => $"""
        CREATE TABLE messages (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id text NOT NULL, guild_id text, channel_id text, author_id text, content text, created_at timestamptz);
        CREATE TABLE user_xp (guild_id text, user_id text, xp integer, PRIMARY KEY (guild_id, user_id));
        CREATE TABLE voice_sessions (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, guild_id text, user_id text, channel_id text, start_time timestamptz, end_time timestamptz);
        CREATE TEMP TABLE said AS
          SELECT i, timestamptz '2024-02-01 00:00Z' + interval '1 day' * (730.0 * i / {Rows}) AS at, 100000000000000000 + floor(120 * power(hashint8(i)::bigint / 4294967296.0 + 0.5, 3))::bigint AS guild,
            (hashint8extended(i, 7) & 1023) AS low, hashint8extended(i, 9) AS draw FROM generate_series(1::bigint, {Rows}) AS i;
        INSERT INTO messages (message_id, guild_id, channel_id, author_id, content, created_at)
          SELECT (((extract(epoch FROM at) * 1000)::bigint - 1420070400000) << 22) | low, guild, 300000000000000000 + guild % 1000 * 10 + (draw & 7), 700000000000000000 + (draw >> 3 & 4095),
            'words that are not taken over', at FROM said ORDER BY i;
        INSERT INTO user_xp SELECT guild, 700000000000000000 + (draw >> 3 & 4095), count(*) * 15 FROM said GROUP BY 1, 2;
        INSERT INTO voice_sessions (guild_id, user_id, channel_id, start_time, end_time)
          SELECT guild, 700000000000000000 + (draw >> 3 & 4095), 300000000000000000, at, at + (draw >> 20 & 16383) * interval '1 second' FROM said WHERE i % 50 = 0;
        """;

    [Fact(Explicit = true)]
    public async Task Millions_of_rows_are_taken_over_though_the_process_is_killed_in_the_middle()
    {
        await using var server = await ScratchServer.StartNewAsync(Cancel, new PrivatePostgresOptions
        {
            Folder = Path.Combine(Path.GetTempPath(), $"community-intel-lab-{Environment.ProcessId}-many"), SharedBuffersMb = 256, MaxWalMb = 1024,
        });
        await using var old = await server.CreateEmptyDatabaseAsync(Cancel);
        await using var home = await server.CreateDatabaseAsync(Cancel);
        await using (var fill = old.DataSource.CreateCommand(Fill))
        {
            fill.CommandTimeout = 0;
            await fill.ExecuteNonQueryAsync(Cancel);
        }

        var began = Stopwatch.GetTimestamp();
        var (_, killedPeak) = await RunAsync(old, home, killAt: Rows * 2 / 5);
        var seen = await home.ScalarAsync<long>("SELECT seen FROM moved_tables WHERE source = 'messages'", Cancel);
        Tell($"killed after {seen:N0} of {Rows:N0} messages, {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s; peak memory {killedPeak >> 20} MB");
        var (output, peak) = await RunAsync(old, home, killAt: null);
        var took = Stopwatch.GetElapsedTime(began);
        var moved = await home.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel);
        Tell($"{moved:N0} messages, {await home.ScalarAsync<long>("SELECT count(*) FROM voice_sessions", Cancel):N0} stays, {await home.ScalarAsync<long>("SELECT count(*) FROM moved_xp", Cancel):N0} people's XP "
            + $"in {took.TotalSeconds:N0} s, verified; {moved / took.TotalSeconds:N0} messages/s over all; peak memory {peak >> 20} MB");
        Tell(output);
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        await File.WriteAllLinesAsync(Path.Combine(Repository.Root, "artifacts", "migrate.txt"), _report, Cancel);

        output.Should().Contain("Everything that could be taken over is here.").And.NotContain("MISSING").And.NotContain("every old row is here");
        moved.Should().Be(await old.ScalarAsync<long>("SELECT count(*) FROM (SELECT DISTINCT guild_id, message_id FROM messages) AS m", Cancel));
        Math.Max(peak, killedPeak).Should().BeLessThan(400L << 20, "memory does not grow with the number of rows");
    }

    private static async Task<(string Output, long Peak)> RunAsync(ScratchDatabase old, ScratchDatabase home, long? killAt)
    {
        var peak = 0L;
        await using var process = ChildProcess.Start("Tools", new Dictionary<string, string?> { ["OLD_DATABASE"] = old.ConnectionString, ["ConnectionStrings__CommunityIntel"] = home.ConnectionString }, "migrate");
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!process.HasExited)
        {
            try
            {
                peak = Math.Max(peak, process.PeakResidentBytes);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                break; // It has just ended.
            }

            if (killAt is { } rows && await home.ScalarAsync<long>("SELECT seen FROM moved_tables WHERE source = 'messages'", Cancel) >= rows) process.Kill();
            await tick.WaitForNextTickAsync(Cancel);
        }

        (await process.WaitForExitAsync(Patience, Cancel)).Should().Be(killAt is null ? 0 : 137, process.Output);
        return (process.Output, peak);
    }

    private void Tell(string text)
    {
        _report.Add(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }
}
