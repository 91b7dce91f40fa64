using System.Globalization;
using NodaTime;

namespace CommunityIntel.Tools.Migration;

internal enum MigrateMode
{
    Move,
    DryRun,
    Delta,
    Verify,
    Undo,
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record MigrateOptions
{
    public const string Usage = """
        migrate [--dry-run | --delta | --verify | --undo --yes] [--from NAME] [--to NAME] [--schema NAME] [--time-zone ZONE] [--rows-at-once N]
          without a mode     takes over everything that is not here yet; a run that was broken off goes on
          --dry-run          says what is there, what cannot be taken over and how long it would take; writes nothing
          --delta            only what is new since the last whole run
          --verify           compares old and new, writes nothing; every run ends with it
          --undo --yes       takes back what was moved of servers that the new bot was never heard in
          --from NAME        environment variable or file with the old database's connection string or postgres:// address; default OLD_DATABASE
          --to NAME          the same for the new one; default ConnectionStrings__CommunityIntel, else the private PostgreSQL in COMMUNITY_INTEL_DATA
          --schema NAME      where the old tables are; default public
          --time-zone ZONE   of servers that the new product does not know yet, e.g. Europe/Paris; default UTC
          --rows-at-once N   100 to 200000; default 20000
        """;

    public MigrateMode Mode { get; private init; }
    public bool IsSure { get; private init; }
    public string From { get; private init; } = "OLD_DATABASE";
    public string? To { get; private init; }
    public string Schema { get; private init; } = "public";
    public string TimeZone { get; private init; } = "UTC";
    public int RowsAtOnce { get; private init; } = 20_000;

    /// <exception cref="FormatException">It cannot be understood; says what was expected.</exception>
    public static MigrateOptions Parse(IReadOnlyList<string> args)
    {
        var options = new MigrateOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--dry-run" => options.With(MigrateMode.DryRun),
                "--delta" => options.With(MigrateMode.Delta),
                "--verify" => options.With(MigrateMode.Verify),
                "--undo" => options.With(MigrateMode.Undo),
                "--yes" => options with { IsSure = true },
                "--from" => options with { From = Value() },
                "--to" => options with { To = Value() },
                "--schema" => options with { Schema = Value() },
                "--time-zone" => options with { TimeZone = Zone(Value()) },
                "--rows-at-once" => options with { RowsAtOnce = Rows(Value()) },
                _ => throw new FormatException($"migrate does not know {(args[i].Contains("://", StringComparison.Ordinal) ? "an address as an argument" : args[i])}"),
            };

            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");
        }

        return options;
    }

    private MigrateOptions With(MigrateMode mode) =>
        Mode == MigrateMode.Move ? this with { Mode = mode } : throw new FormatException("--dry-run, --delta, --verify and --undo exclude each other");

    private static string Zone(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null ? id : throw new FormatException($"--time-zone {id}: expected an IANA id, e.g. Europe/Paris");

    private static int Rows(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 100 and <= 200_000
            ? rows
            : throw new FormatException($"--rows-at-once {text}: expected 100 to 200000");
}
