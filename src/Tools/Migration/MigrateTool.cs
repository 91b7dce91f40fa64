using System.Diagnostics;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Storage.Migrations;
using CommunityIntel.Storage.MovingIn;
using CommunityIntel.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommunityIntel.Tools.Migration;

/// <summary>Moves in from the older database: docs/moving-in.md.</summary>
internal static class MigrateTool
{
    private const string NewVariable = "ConnectionStrings__CommunityIntel", DataVariable = "COMMUNITY_INTEL_DATA";

    /// <summary>Rows a second that were written on two cores that had much else to do; for estimates.</summary>
    private const double WritePace = 6_000;

    // Before there were snowflakes, and until there are none of this form.
    private static readonly DateTime First = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc), Last = new(2084, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>0 = done and everything is there; 1 = not; 2 = it was not understood, or cannot be mapped, and nothing was written.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(MigrateOptions.Usage);
            return 0;
        }

        MigrateOptions options;
        try
        {
            options = MigrateOptions.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n{MigrateOptions.Usage}");
            return 2;
        }

        try
        {
            return options.Mode == MigrateMode.Undo ? await UndoAsync(options) : await RunAsync(options, CancellationToken.None);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (Exception e) when (e is NpgsqlException or MoveStoppedException or SchemaMigrationException or PrivatePostgresException or IOException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"\n{Reason(e)}{(options.Mode is MigrateMode.Move or MigrateMode.Delta ? "\nWhat was taken over so far stays; start it again and it goes on." : "")}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(MigrateOptions options, CancellationToken cancellation)
    {
        await using var old = OldDatabase.Open(NamedConnection.Read(options.From, "old database"), options.Schema);
        Console.WriteLine($"Old database: {old.Place}, schema {options.Schema}; it is only read.");
        var sources = await MoveSurvey.FindAsync(old, cancellation);
        if (!CanBeMapped(sources)) return 2;
        Console.WriteLine("Texts of messages are not taken over: they are kept only where a server asks for it, and for a short time.");
        if (options.Mode == MigrateMode.DryRun) return await DryRunAsync(old, sources, options, cancellation);

        await using var home = await NewHome.OpenAsync(options.To, NewVariable, DataVariable, cancellation);
        if (options.Mode == MigrateMode.Verify) return await VerifyAsync(old, home.Database, sources, cancellation);
        await SchemaMigrator.MigrateAsync(home.ConnectionString, NullLogger.Instance, cancellation);
        var started = Stopwatch.GetTimestamp();
        var progress = new ProgressLine(Console.Out, !Console.IsOutputRedirected, TimeProvider.System);
        var move = new MoveOptions
        {
            RowsAtOnce = options.RowsAtOnce, IsDelta = options.Mode == MigrateMode.Delta, TimeZone = options.TimeZone,
            ClockOf = zone => ZonedCalendar.Of(zone).OffsetsBetween(First, Last),
        };
        await new Mover(old, home.Database, move).RunAsync(sources, progress.Show, cancellation);
        Console.WriteLine($"Taken over in {ProgressLine.Duration(Stopwatch.GetElapsedTime(started))}. What could not be:");
        await SurveyAsync(old, sources, cancellation);
        return await VerifyAsync(old, home.Database, sources, cancellation);
    }

    private static bool CanBeMapped(IReadOnlyList<MoveSource> sources)
    {
        foreach (var source in sources) MigrateText.Write(Console.Out, source);
        foreach (var name in MoveSurvey.Names.Except(sources.Select(source => source.Table.Name))) Console.WriteLine($"{name}: not there");
        if (sources.Count > 0 && sources.All(source => source.Problems.Count == 0)) return true;
        Console.Error.WriteLine(sources.Count == 0 ? "There is nothing to take over: see --schema, and whether this user may read the tables." : "Nothing was written: see above what cannot be mapped.");
        return false;
    }

    private static async Task<int> DryRunAsync(OldDatabase old, IReadOnlyList<MoveSource> sources, MigrateOptions options, CancellationToken cancellation)
    {
        var seconds = 0.0;
        foreach (var (source, survey) in sources.Zip(await SurveyAsync(old, sources, cancellation)))
        {
            if (survey.Rows == 0) continue;
            var started = Stopwatch.GetTimestamp();
            await old.ReadThroughAsync(source.RawPage(null, null, options.RowsAtOnce), cancellation);
            seconds += survey.Rows * ((Stopwatch.GetElapsedTime(started).TotalSeconds / Math.Min(survey.Rows, options.RowsAtOnce)) + (1 / WritePace));
        }

        Console.WriteLine($"It would take about {ProgressLine.Duration(TimeSpan.FromSeconds(seconds))}, and a part of that again to verify. Nothing was written.");
        return 0;
    }

    private static async Task<IReadOnlyList<MoveSurvey>> SurveyAsync(OldDatabase old, IReadOnlyList<MoveSource> sources, CancellationToken cancellation)
    {
        var surveys = new List<MoveSurvey>();
        foreach (var source in sources)
        {
            surveys.Add(await MoveSurvey.OfAsync(old, source, cancellation));
            MigrateText.Write(Console.Out, surveys[^1]);
        }

        return surveys;
    }

    private static async Task<int> VerifyAsync(OldDatabase old, NpgsqlDataSource database, IReadOnlyList<MoveSource> sources, CancellationToken cancellation)
    {
        var check = await new MoveCheck(old, database).RunAsync(sources, cancellation);
        MigrateText.Write(Console.Out, check);
        return check.IsGood ? 0 : 1;
    }

    private static async Task<int> UndoAsync(MigrateOptions options)
    {
        await using var home = await NewHome.OpenAsync(options.To, NewVariable, DataVariable, CancellationToken.None);
        var undo = new MoveUndo(home.Database);
        var moved = await undo.FindAsync(CancellationToken.None);
        Console.WriteLine($"Servers that the new bot was never heard in: {moved.Untouched.Count}; everything that is here of them was moved. Others, which stay as they are: {moved.InUse.Count}.");
        if (moved.Untouched.Count == 0) return 0;
        if (!options.IsSure)
        {
            Console.WriteLine("Add --yes to delete what is here of those servers. The old database keeps it.");
            return 2;
        }

        var gone = 0;
        foreach (var guildId in moved.Untouched)
            if (await undo.EraseAsync(guildId, CancellationToken.None)) gone++;
        await undo.ForgetCursorsAsync(CancellationToken.None);
        Console.WriteLine($"Deleted: {gone} servers. The next run reads everything again.");
        return 0;
    }

    // What PostgreSQL says names tables and columns, never the password.
    private static string Reason(Exception e) => e switch
    {
        PostgresException p => $"PostgreSQL refused (SQLSTATE {p.SqlState}): {p.MessageText}",
        { InnerException: { } inner } when e is NpgsqlException => $"{e.Message}: {inner.Message}",
        _ => e.Message,
    };
}
