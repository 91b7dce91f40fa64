using System.Globalization;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Backups;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CommunityIntel.Tools.Backups;

/// <summary>
/// Backups of the whole database from the command line. The connection is read from the environment, as the silo reads it: ConnectionStrings__CommunityIntelDirect,
/// else ConnectionStrings__CommunityIntel.
/// </summary>
internal static class BackupTools
{
    private const string Usage = "backup FOLDER [--jobs N] | restore FOLDER [--replace] [--jobs N]";

    public static Task<int> BackUpAsync(string[] args) => RunAsync(args, mayReplace: false, async (backup, folder, _) =>
    {
        var made = await backup.MakeAsync(folder, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up {made.Tables.Count} tables with {made.Tables.Sum(t => t.Rows)} rows of {made.Schema} into {folder}."));
        Console.WriteLine("It holds the keys of sign-in cookies (sign_in_keys) and what is stored of people: keep it where only operators can read it, and delete it in time.");
    });

    public static Task<int> RestoreAsync(string[] args) => RunAsync(args, mayReplace: true, async (backup, folder, replaces) =>
    {
        var restored = await backup.RestoreAsync(folder, replaces, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restored and verified: {restored.Tables.Count} tables with {restored.Tables.Sum(t => t.Rows)} rows are what was backed up at {restored.MadeAt:u}."));
    });

    private static async Task<int> RunAsync(string[] args, bool mayReplace, Func<DatabaseBackup, string, bool, Task> run)
    {
        var (rest, jobs, replaces) = (args.ToList(), Math.Clamp(Environment.ProcessorCount, 1, 4), false);
        if (rest.IndexOf("--jobs") is var at and >= 0)
        {
            if (at + 1 >= rest.Count || !int.TryParse(rest[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out jobs) || jobs is < 1 or > 64) return await FailAsync("--jobs wants a number from 1 to 64");
            rest.RemoveRange(at, 2);
        }

        if (mayReplace) replaces = rest.Remove("--replace");
        if (rest is not [var folder] || folder.StartsWith('-')) return await FailAsync(Usage);
        var connection = new ConfigurationBuilder().AddEnvironmentVariables().Build().DirectConnection();
        if (string.IsNullOrEmpty(connection)) return await FailAsync("ConnectionStrings__CommunityIntel is not set: expected an Npgsql connection string, e.g. Host=localhost;Database=community_intel;Username=…");
        try
        {
            await run(new DatabaseBackup(connection, jobs, Console.WriteLine), Path.GetFullPath(folder), replaces);
            return 0;
        }
        catch (Exception e) when (e is BackupException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(e.Message);
        }
        catch (ArgumentException)
        {
            return await FailAsync("the connection string is not one that Npgsql understands");
        }
    }

    private static async Task<int> FailAsync(string what)
    {
        await Console.Error.WriteLineAsync(what);
        return 1;
    }
}
