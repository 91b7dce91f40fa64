using System.Globalization;

namespace CommunityIntel.Storage.Postgres;

/// <summary>The main process of a running server, as its data folder and the kernel tell of it.</summary>
internal sealed record Postmaster(int ProcessId)
{
    public static string PidFile(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    /// <summary>
    /// The live postmaster of a data folder; null when there is none. A number in <c>postmaster.pid</c> is not enough:
    /// after a crash it may belong to somebody else, so the process must name the folder on its command line.
    /// </summary>
    public static Postmaster? Of(string dataFolder)
    {
        try
        {
            var first = File.ReadLines(PidFile(dataFolder)).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && new Postmaster(pid).IsAlive(dataFolder)
                ? new Postmaster(pid)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A process that ended but was not yet reaped has no command line and counts as gone.</summary>
    public bool IsAlive(string dataFolder)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{ProcessId}/cmdline").Split('\0');
            return Path.GetFileName(line[0]) is "postgres" or "postmaster" && line.Contains(dataFolder);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
