using System.Globalization;

namespace CommunityIntel.Storage.Postgres;

/// <summary>The server programs of one PostgreSQL installation: <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>, side by side.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Oldest major version that has what the schema uses (UNIQUE NULLS NOT DISTINCT).</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => Path.Combine(Folder, "initdb");
    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// Finds the programs for a data folder: of exactly <paramref name="major"/> when the folder exists already,
    /// else the ones on PATH, else the newest in Debian's layout.
    /// </summary>
    /// <exception cref="PrivatePostgresException">There are none; says which package has them.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        int? major, CancellationToken cancellationToken, string? path = null, string debianRoot = "/usr/lib/postgresql")
    {
        var installed = new List<PostgresBinaries>();
        foreach (var folder in OnPath(path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Concat(InDebianLayout(debianRoot)))
        {
            if (await MajorOfAsync(folder, cancellationToken) is not { } found)
                continue;
            if (major is null ? found >= OldestMajor : found == major)
                return new PostgresBinaries(folder, found);
            installed.Add(new PostgresBinaries(folder, found));
        }

        throw major is null ? Missing(installed) : OtherMajor(major.Value, installed);
    }

    private static IEnumerable<string> OnPath(string path) =>
        from folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let postgres = new FileInfo(Path.Combine(folder, "postgres"))
        where postgres.Exists
        // A link on PATH stands for the folder it points into: the other programs and their data are there.
        select Path.GetDirectoryName(postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName);

    private static IEnumerable<string> InDebianLayout(string root) =>
        !Directory.Exists(root)
            ? []
            : from version in Directory.EnumerateDirectories(root)
              orderby int.TryParse(Path.GetFileName(version), out var number) ? number : 0 descending
              select Path.Combine(version, "bin");

    /// <summary>Asks <c>postgres --version</c>: "postgres (PostgreSQL) 15.18 (Debian …)", or "17beta1" before a release.</summary>
    private static async Task<int?> MajorOfAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(folder, program))))
            return null;
        var answer = await Command.RunAsync(Path.Combine(folder, "postgres"), ["--version"], "/", cancellationToken);
        const string product = "(PostgreSQL) ";
        var at = answer.Output.IndexOf(product, StringComparison.Ordinal);
        if (answer.ExitCode != 0 || at < 0)
            return null;
        var digits = answer.Output[(at + product.Length)..].TakeWhile(char.IsAsciiDigit).ToArray();
        return digits.Length == 0 ? null : int.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static PrivatePostgresException Missing(List<PostgresBinaries> tooOld) =>
        new(PrivatePostgresFailure.BinariesMissing,
            (tooOld.Count == 0
                ? "PostgreSQL's server programs are not on this machine."
                : $"PostgreSQL {tooOld[0].Major} is too old: {OldestMajor} or newer is needed.")
            + " On Debian or Ubuntu: apt-get install -y postgresql");

    private static PrivatePostgresException OtherMajor(int major, List<PostgresBinaries> installed) =>
        new(PrivatePostgresFailure.OtherMajorVersion,
            $"The data folder was made by PostgreSQL {major}, whose programs are not on this machine"
            + $" ({(installed.Count == 0 ? "there are none" : "there is " + string.Join(", ", installed.Select(found => found.Major).Distinct()))})."
            + $" Either apt-get install -y postgresql-{major}, or move the data with pg_upgrade.");
}
