using System.Globalization;
using System.Runtime.InteropServices;

namespace CommunityIntel.Chaos.Clusters;

/// <summary>A PostgreSQL server is a postmaster and a process per connection: a signal that means all of it goes to each.</summary>
internal static class Servers
{
    public const int Continue = 18, Stop = 19;

    public static void Signal(int postmaster, int signal)
    {
        foreach (var process in Children(postmaster).Append(postmaster)) _ = Send(process, signal);
    }

    private static IEnumerable<int> Children(int parent)
    {
        var list = $"/proc/{parent}/task/{parent}/children";
        return File.Exists(list)
            ? File.ReadAllText(list).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))
            : [];
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
