using System.Security.Cryptography;
using System.Text.Json;

namespace CommunityIntel.Storage.Backups;

/// <summary>A table as it was: how many rows, and a sum over all of them that does not depend on their order. Partitions are tables of their own.</summary>
public sealed record TableSum(string Table, long Rows, string Checksum);

/// <summary>A file of the dump, its path below <c>dump/</c>.</summary>
public sealed record DumpFile(string Path, long Bytes, string Sha256);

/// <summary>
/// What a backup holds, in <c>manifest.json</c> beside <c>dump/</c>; written last, so that a folder without it is no backup. <c>Schema</c>: the newest script of
/// <c>sql/</c> that was applied.
/// </summary>
public sealed record BackupManifest(int Version, DateTimeOffset MadeAt, string Schema, string Server, IReadOnlyList<TableSum> Tables, IReadOnlyList<DumpFile> Files)
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string DumpFolder(string folder) => Path.Combine(folder, "dump");

    private static string FileOf(string folder) => Path.Combine(folder, "manifest.json");

    public async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        var half = FileOf(folder) + ".new";
        await File.WriteAllTextAsync(half, JsonSerializer.Serialize(this, Json), cancellation);
        File.Move(half, FileOf(folder));
    }

    /// <summary>Reads it and compares every file of the dump with it.</summary>
    /// <exception cref="BackupException">It is no backup, one of another version, or not as it was made; says what.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellation)
    {
        if (!File.Exists(FileOf(folder))) throw new BackupException($"{folder} is no backup, or one that was cut short: it has no manifest.json");
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(FileOf(folder), cancellation), Json);
        }
        catch (JsonException e)
        {
            throw new BackupException($"{FileOf(folder)} is damaged: {e.Message}", e);
        }

        if (manifest is not { Version: CurrentVersion, Tables: not null, Files: not null })
            throw new BackupException($"{FileOf(folder)} is of version {manifest?.Version}: this program reads version {CurrentVersion}");
        var found = await FilesAsync(folder, cancellation);
        var damaged = manifest.Files.Except(found).Select(f => f.Path).Concat(found.Select(f => f.Path).Except(manifest.Files.Select(f => f.Path))).Order(StringComparer.Ordinal).ToList();
        return damaged.Count == 0 ? manifest : throw new BackupException($"the backup is damaged: {string.Join(", ", damaged)} in {DumpFolder(folder)} is not as it was made");
    }

    internal static async Task<IReadOnlyList<DumpFile>> FilesAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<DumpFile>();
        var root = DumpFolder(folder);
        if (!Directory.Exists(root)) return files;
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await using var file = File.OpenRead(path);
            files.Add(new DumpFile(Path.GetRelativePath(root, path), file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation))));
        }

        return files;
    }
}

/// <summary>A backup or a restore was refused or failed. The message is for whoever started it.</summary>
public sealed class BackupException : Exception
{
    public BackupException() { }
    public BackupException(string message) : base(message) { }
    public BackupException(string message, Exception inner) : base(message, inner) { }
}
