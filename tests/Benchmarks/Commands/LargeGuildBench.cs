using System.Diagnostics;
using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Commands;

/// <summary>One kind of question: times as the asking process sees them, and CPU ms of silo and PostgreSQL for each. <c>FirstMs</c>: the one that reads what is then kept.</summary>
internal sealed record QuestionRow(string Question, double FirstMs, Latencies Then, double SiloCpuMs, double PostgresCpuMs);

/// <summary>Random ranks and pages of one huge guild, asked one after the other of a real silo by a client in another process.</summary>
internal static class LargeGuildBench
{
    private const long Guild = 4_200_000_000_000;
    private const int Questions = 1_000;
    private const int PageSize = 50;
    private const int MostListed = 10_000;

    public static async Task<(IReadOnlyList<QuestionRow> Rows, IReadOnlyList<(string Name, string Plan)> Plans)> MeasureAsync(int members, CancellationToken cancellation)
    {
        await using var processes = await PipelineProcesses.StartAsync([], PipelineProcesses.UnderLoad(), cancellation);
        await FillAsync(processes.Cluster.Database, members, cancellation);
        var (guild, boards) = (processes.Grains.GetGrain<IGuildGrain>(Guild), processes.Grains.GetGrain<IGuildBoardsGrain>(Guild));
        // The guild is there before anybody asks, as it is whenever its events are counted.
        await guild.GetProfileAsync();
        var random = new Random(1);
        var rows = new List<QuestionRow>();
        await AskAsync("rank of a member", () => guild.GetRankAsync(random.Next(1, members + 1)));
        await AskAsync("page of XP, all times", () => PageAsync(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, random.Next(members)));
        await AskAsync("search by name, XP of all times", () => boards.FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, $"member {random.Next(1, members + 1)}", 25)));
        await AskAsync("page of messages, all times", () => PageAsync(LeaderboardBoard.Messages, LeaderboardPeriod.AllTime, random.Next(MostListed)));
        await AskAsync("page of voice, all times", () => PageAsync(LeaderboardBoard.Voice, LeaderboardPeriod.AllTime, random.Next(MostListed)));
        await AskAsync("page of XP, this week", () => PageAsync(LeaderboardBoard.Xp, LeaderboardPeriod.Week, random.Next(MostListed)));
        await AskAsync("page of XP, this month", () => PageAsync(LeaderboardBoard.Xp, LeaderboardPeriod.Month, random.Next(MostListed)));
        await AskAsync("page of messages, last month", () => PageAsync(LeaderboardBoard.Messages, LeaderboardPeriod.LastMonth, random.Next(MostListed)));
        await AskAsync("profile of a member", () => boards.GetMemberAsync(random.Next(1, members + 1), null));
        return (rows, await QueryPlans.ReadAsync(processes.Cluster.Database, Guild, cancellation));

        // With the reader's own place, as the dashboard asks.
        Task<BoardPage> PageAsync(LeaderboardBoard board, LeaderboardPeriod period, int skip) =>
            boards.GetBoardAsync(new BoardQuestion(board, period, skip / PageSize * PageSize, PageSize, Reader: random.Next(1, members + 1)));

        async Task AskAsync<T>(string name, Func<Task<T>> question)
        {
            var first = await TimeAsync(question);
            var (silo, postgres) = (processes.Silo.CpuTime.TotalMilliseconds, ProcessTree.CpuSeconds(processes.PostgresProcessId) * 1000);
            var times = new List<double>();
            for (var i = 0; i < Questions; i++) times.Add(await TimeAsync(question));
            rows.Add(new QuestionRow(
                name, Math.Round(first, 1), Latencies.Of(times), Math.Round((processes.Silo.CpuTime.TotalMilliseconds - silo) / Questions, 2),
                Math.Round(((ProcessTree.CpuSeconds(processes.PostgresProcessId) * 1000) - postgres) / Questions, 2)));
            Console.Error.WriteLine($"  {rows[^1]}");
        }
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> question)
    {
        var started = Stopwatch.GetTimestamp();
        await question();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    // Few have much and many have little or nothing; a fifth are active in any month, and write on three days of it.
    private static async Task FillAsync(ScratchDatabase database, int members, CancellationToken cancellation)
    {
        foreach (var statement in (string[])
        [
            $"""
            INSERT INTO guilds (guild_id, name, owner_id, preferred_locale, member_count, bot_present, time_zone, first_date)
            VALUES ({Guild}, 'Huge', 1, 'en-US', {members}, true, 'UTC', current_date - 400)
            """,
            $"INSERT INTO members (guild_id, user_id, name, is_bot, has_left) SELECT {Guild}, i, 'Member ' || i, false, false FROM generate_series(1, {members}) AS i",
            $"""
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds)
            SELECT {Guild}, i, (power(r, 6) * 2000000)::bigint, 1 + (power(r, 6) * 100000)::bigint, (power(random(), 9) * 1000000)::bigint
            FROM (SELECT i, random() AS r FROM generate_series(1, {members}) AS i ORDER BY random()) AS one
            """,
            $"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
            SELECT {Guild}, current_date - d, i, 1 + i % 50, (i % 7) * 60, 20 * (1 + i % 50), true
            FROM generate_series(1, {members}, 5) AS i, unnest(ARRAY[0, 1, 6, 13, 30, 45]) AS d ON CONFLICT DO NOTHING
            """,
            "VACUUM ANALYZE",
        ])
            await LongAsync(database, statement, cancellation);
    }

    private static async Task LongAsync(ScratchDatabase database, string sql, CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
