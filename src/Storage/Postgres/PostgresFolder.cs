using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace CommunityIntel.Storage.Postgres;

/// <summary>
/// The files of one private server: <c>postgres/</c> belongs to PostgreSQL and its account; the password and the lock
/// beside it belong to us.
/// </summary>
internal sealed class PostgresFolder(string root)
{
    /// <summary>What a new server takes with its first log files, and what an existing one needs to recover: two log files.</summary>
    private const long LeastFreeToCreate = 128L << 20, LeastFreeToStart = 32L << 20;

    /// <summary>EWOULDBLOCK of Linux: what .NET leaves in HResult when somebody else holds a file.</summary>
    private const int WouldBlock = 11;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string Data => Path.Combine(Root, "postgres");

    /// <summary>A data folder in the making; it is renamed to <see cref="Data"/> when it is whole.</summary>
    public string HalfMade => Path.Combine(Root, "postgres.new");

    public string Log => Path.Combine(Data, "server.log");

    private string PasswordFile => Path.Combine(Root, "postgres.password");

    private string LockFile => Path.Combine(Root, "postgres.lock");

    /// <summary>Process id of whoever holds the lock, for the message to whoever does not: a locked file cannot be read.</summary>
    private string HolderFile => Path.Combine(Root, "postgres.holder");

    /// <summary>Major version that made the data; null = there is none yet.</summary>
    public int? Major =>
        File.Exists(Path.Combine(Data, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
            : null;

    /// <summary>Creates the root and checks that there is room; when PostgreSQL runs as another account, that one may pass through it but not list it.</summary>
    public void CreateRoot(PostgresAccount account)
    {
        if (!Directory.Exists(Root))
        {
            Directory.CreateDirectory(Root);
            // Not through the umask, which may be narrower than PostgreSQL's account can live with.
            File.SetUnixFileMode(Root, account.IsOurselves ? OwnerFolder : OwnerFolder | Passable);
        }

        if (new DriveInfo(Root).AvailableFreeSpace is var free && free < (Major is null ? LeastFreeToCreate : LeastFreeToStart))
            throw DiskFull($"only {free >> 20} MB are free");
    }

    /// <summary>Holds the folder for this process until disposed; the kernel lets go of it when the process dies.</summary>
    public FileStream Lock()
    {
        var exclusive = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            UnixCreateMode = OwnerOnly,
        };
        try
        {
            var held = new FileStream(LockFile, exclusive);
            Write(HolderFile, $"{Environment.ProcessId}\n", OwnerOnly);
            return held;
        }
        catch (IOException inUse) when (inUse.HResult == WouldBlock)
        {
            throw new PrivatePostgresException(PrivatePostgresFailure.FolderInUse,
                $"Another Community Intelligence is running on {Root}{Holder()}. Stop it, or choose another data folder with COMMUNITY_INTEL_DATA.");
        }
    }

    /// <summary>The password of the server's one role, made at its first use and then kept in a file that only we can read.</summary>
    public string Password()
    {
        if (File.Exists(PasswordFile))
            return File.ReadAllText(PasswordFile).Trim();
        if (Major is not null)
            throw new PrivatePostgresException(PrivatePostgresFailure.ServerRefused,
                $"{PasswordFile} is missing, and the data beside it cannot be opened without it. Restore it from a backup.");

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Write(PasswordFile, password, OwnerOnly);
        return password;
    }

    /// <summary>Writes a settings file into the data folder. It replaces whatever has that name, a link included, in one step.</summary>
    public void WriteSettings(string name, string text) =>
        Write(Path.Combine(Data, name), text, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    /// <summary>Deletes the data first: a password without data is replaced, data without its password is lost.</summary>
    public void Delete()
    {
        foreach (var folder in new[] { Data, HalfMade })
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        File.Delete(PasswordFile);
        File.Delete(HolderFile);
    }

    public PrivatePostgresException DiskFull(string why) =>
        new(PrivatePostgresFailure.DiskFull, $"The disk that holds {Root} is full ({why}). Make room, then start again; nothing that was acknowledged is lost.");

    /// <summary>What the server has logged since <paramref name="offset"/> bytes, its last 64 kB at most.</summary>
    public string LogSince(long offset)
    {
        if (!File.Exists(Log))
            return "";
        using var log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Math.Max(Math.Min(offset, log.Length), log.Length - 65_536);
        return new StreamReader(log).ReadToEnd();
    }

    public long LogLength => File.Exists(Log) ? new FileInfo(Log).Length : 0;

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private string Holder() => File.Exists(HolderFile) ? $" (process {File.ReadAllText(HolderFile).Trim()})" : "";
}
