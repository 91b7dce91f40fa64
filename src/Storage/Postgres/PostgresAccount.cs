namespace CommunityIntel.Storage.Postgres;

/// <summary>
/// The unprivileged account that PostgreSQL runs as: ourselves, or <c>postgres</c> when we are root, because the server
/// refuses to run as root.
/// </summary>
internal sealed class PostgresAccount
{
    private const string ServiceAccount = "postgres";

    private readonly string[] _prefix;

    private PostgresAccount(string name, string[] prefix) => (Name, _prefix) = (name, prefix);

    public string Name { get; }

    public bool IsOurselves => _prefix.Length == 0;

    public static async Task<PostgresAccount> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new PostgresAccount(Environment.UserName, []);

        var known = await Command.RunAsync("id", ["-u", ServiceAccount], "/", cancellationToken);
        if (known.ExitCode != 0)
            throw new PrivatePostgresException(PrivatePostgresFailure.AccountMissing,
                $"PostgreSQL does not run as root and there is no account named {ServiceAccount}. "
                + "On Debian or Ubuntu apt-get install -y postgresql makes it; or start Community Intelligence as an ordinary user.");

        return new PostgresAccount(ServiceAccount, File.Exists("/usr/bin/setpriv")
            ? ["/usr/bin/setpriv", $"--reuid={ServiceAccount}", $"--regid={ServiceAccount}", "--init-groups", "--"]
            : ["runuser", "-u", ServiceAccount, "--"]);
    }

    /// <summary>Runs a program as this account, in a folder that it can reach.</summary>
    public Task<Command.Answer> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        string[] line = [.. _prefix, program, .. arguments];
        return Command.RunAsync(line[0], line[1..], folder, cancellationToken);
    }

    /// <summary>Gives one file or folder (not what is in it) to this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (IsOurselves)
            return;
        var given = await Command.RunAsync("chown", ["--no-dereference", $"{Name}:{Name}", path], "/", cancellationToken);
        if (given.ExitCode != 0)
            throw new PrivatePostgresException(PrivatePostgresFailure.FolderUnreachable, $"{path} cannot be given to the account {Name}: {given.Output}");
    }

    /// <summary>Checks that this account may pass through every folder on the way to <paramref name="path"/>.</summary>
    public async Task EnsureReachesAsync(string path, CancellationToken cancellationToken)
    {
        foreach (var folder in WayTo(path))
        {
            var passable = await RunAsync("test", ["-x", folder], "/", cancellationToken);
            if (passable.ExitCode != 0)
                throw new PrivatePostgresException(PrivatePostgresFailure.FolderUnreachable,
                    $"PostgreSQL runs as the account {Name}, which may not pass through {folder} on the way to {path}. "
                    + $"Either chmod o+x {folder}, or choose another data folder with COMMUNITY_INTEL_DATA.");
        }
    }

    private static Stack<string> WayTo(string path)
    {
        var way = new Stack<string>();
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
            way.Push(folder);
        return way;
    }
}
