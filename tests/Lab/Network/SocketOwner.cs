using System.Globalization;

namespace CommunityIntel.Lab.Network;

/// <summary>Which process a loopback connection comes from, as Linux tells it.</summary>
public static class SocketOwner
{
    private const int LocalColumn = 1, RemoteColumn = 2, InodeColumn = 9;

    /// <summary>Whether a process holds the end of a connection that is at <paramref name="localPort"/>.</summary>
    public static bool Holds(int processId, int localPort, int remotePort)
    {
        try
        {
            var sockets = ((string[])["tcp", "tcp6"]).SelectMany(table => Rows(processId, table))
                .Where(row => EndsWith(row[LocalColumn], localPort) && EndsWith(row[RemoteColumn], remotePort))
                .Select(row => $"socket:[{row[InodeColumn]}]").ToHashSet();
            return sockets.Count > 0 && Open(processId).Any(sockets.Contains);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ends just now.
            return false;
        }
    }

    private static bool EndsWith(string address, int port) => address.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal);

    private static IEnumerable<string[]> Rows(int processId, string table) =>
        File.ReadLines($"/proc/{processId}/net/{table}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Open(int processId) =>
        new DirectoryInfo($"/proc/{processId}/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget).OfType<string>();
}
