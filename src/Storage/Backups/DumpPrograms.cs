using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CommunityIntel.Storage.Backups;

/// <summary>PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c>, from PATH or Debian's folders. What is secret goes through the environment alone: arguments stand in the list of processes.</summary>
internal sealed class DumpPrograms
{
    private readonly string _folder;

    private DumpPrograms(string folder) => _folder = folder;

    /// <summary>The newest ones; at least as new as the server.</summary>
    public static async Task<DumpPrograms> FindAsync(int serverMajor, CancellationToken cancellation)
    {
        var (best, newest) = ((string?)null, 0);
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (Directory.Exists("/usr/lib/postgresql")) folders.AddRange(Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")));
        foreach (var folder in folders.Where(f => File.Exists(Path.Combine(f, "pg_dump")) && File.Exists(Path.Combine(f, "pg_restore"))))
        {
            var answer = await Postgres.Command.RunAsync(Path.Combine(folder, "pg_dump"), ["--version"], "/", cancellation);
            // "pg_dump (PostgreSQL) 15.18 (Debian …)"
            var digits = answer.Output.Split(' ').ElementAtOrDefault(2)?.TakeWhile(char.IsAsciiDigit).ToArray() ?? [];
            if (answer.ExitCode == 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major > newest) (best, newest) = (folder, major);
        }

        if (best is null) throw new BackupException("pg_dump and pg_restore are not on this machine. On Debian or Ubuntu: apt-get install -y postgresql-client");
        return newest >= serverMajor ? new DumpPrograms(best) : throw new BackupException($"pg_dump is of PostgreSQL {newest}, older than the server's {serverMajor}: apt-get install -y postgresql-client-{serverMajor}");
    }

    /// <summary>Runs to the end; every line that the program says of its progress is told.</summary>
    /// <exception cref="BackupException">It failed; with its last lines.</exception>
    public async Task RunAsync(string program, IEnumerable<string> arguments, NpgsqlConnectionStringBuilder target, Action<string> told, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, program), arguments) { RedirectStandardError = true, RedirectStandardInput = true };
        // The password alone may stand outside the connection string, as it does for Npgsql.
        foreach (var name in start.Environment.Keys.Where(n => (n.StartsWith("PG", StringComparison.Ordinal) && n is not ("PGPASSWORD" or "PGPASSFILE")) || n.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in EnvironmentOf(target)) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new BackupException($"{program} did not start");
        process.StandardInput.Close();
        var last = new Queue<string>();
        try
        {
            while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
            {
                told(line);
                last.Enqueue(line);
                if (last.Count > 6) last.Dequeue();
            }

            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        if (process.ExitCode != 0) throw new BackupException($"{program} failed: {string.Join(Environment.NewLine, last)}");
    }

    private static IEnumerable<KeyValuePair<string, string>> EnvironmentOf(NpgsqlConnectionStringBuilder target)
    {
        Dictionary<string, string?> values = new()
        {
            ["PGHOST"] = target.Host,
            ["PGPORT"] = target.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = target.Database,
            ["PGUSER"] = target.Username,
            ["PGPASSWORD"] = target.Password,
            ["PGPASSFILE"] = target.Passfile,
            ["PGSSLMODE"] = target.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() },
            ["PGSSLROOTCERT"] = target.RootCertificate,
            ["PGAPPNAME"] = "community-intel-backup",
            ["LC_ALL"] = "C",
        };
        return values.Where(v => !string.IsNullOrEmpty(v.Value)).Select(v => KeyValuePair.Create(v.Key, v.Value!));
    }
}
