using System.Net;
using System.Net.Sockets;

namespace CommunityIntel.Lab.Processes;

/// <summary>
/// Ports for servers that somebody else starts later. They lie below those that systems give to outgoing connections, and are this process's
/// until it ends: tests of several projects run side by side.
/// </summary>
public static class FreePorts
{
    private const int First = 10_000, BehindLast = 32_768;
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"community-intel-ports-{Environment.UserName}")).FullName;
    private static readonly List<FileStream> Held = [];

    /// <summary>Different loopback ports that nobody listens on.</summary>
    public static int[] Take(int count)
    {
        lock (Held)
        {
            var ports = new HashSet<int>();
            while (ports.Count < count)
            {
                var port = Random.Shared.Next(First, BehindLast);
                if (TryHold(port) && IsFree(port)) ports.Add(port);
            }

            return [.. ports];
        }
    }

    private static bool TryHold(int port)
    {
        try
        {
            Held.Add(new FileStream(Path.Combine(Folder, $"{port}"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
