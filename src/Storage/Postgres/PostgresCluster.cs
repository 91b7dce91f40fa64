namespace CommunityIntel.Storage.Postgres;

/// <summary>Makes a data folder, whole or not at all: a crash half way leaves nothing that looks finished.</summary>
internal sealed class PostgresCluster(PostgresFolder folder, PostgresAccount account, PostgresBinaries binaries)
{
    public async Task CreateAsync(string role, string password, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.HalfMade))
            Directory.Delete(folder.HalfMade, recursive: true);
        if (Directory.Exists(folder.Data))
            throw new PrivatePostgresException(PrivatePostgresFailure.ServerRefused, $"{folder.Data} exists but holds no PostgreSQL data. Move it away, then start again.");

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder.HalfMade, owner);
        await account.OwnAsync(folder.HalfMade, cancellationToken);

        var passwordFile = Path.Combine(folder.Root, "postgres.initdb");
        try
        {
            await WriteForAccountAsync(passwordFile, password, cancellationToken);
            // Text compares by code point (C), so that no library update can break an index; upper and lower know Unicode.
            var made = await account.RunAsync(binaries.InitDb,
                ["-D", folder.HalfMade, "-U", role, "-A", "scram-sha-256", $"--pwfile={passwordFile}",
                 "--encoding=UTF8", "--locale=C", $"--lc-ctype={await CharacterTypeAsync(cancellationToken)}"],
                folder.HalfMade, cancellationToken);
            if (made.ExitCode != 0)
                throw made.Output.Contains("No space left on device", StringComparison.Ordinal)
                    ? folder.DiskFull("initdb ran out of space")
                    : new PrivatePostgresException(PrivatePostgresFailure.ServerRefused, $"initdb failed: {made.Output}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(folder.HalfMade, folder.Data);
    }

    private async Task WriteForAccountAsync(string path, string text, CancellationToken cancellationToken)
    {
        File.Delete(path);
        await using (new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
        }

        await account.OwnAsync(path, cancellationToken);
        await File.WriteAllTextAsync(path, text + "\n", cancellationToken);
    }

    /// <summary>C.UTF-8 where the machine has it (Debian does), else plain C.</summary>
    private static async Task<string> CharacterTypeAsync(CancellationToken cancellationToken)
    {
        var locales = await Command.RunAsync("locale", ["-a"], "/", cancellationToken);
        return locales.Output.Split('\n').Any(name => name.Replace("-", "", StringComparison.Ordinal).Equals("C.utf8", StringComparison.OrdinalIgnoreCase)) ? "C.UTF-8" : "C";
    }
}
