using System.Net;
using System.Net.Sockets;

namespace CommunityIntel.Storage.Postgres;

internal static class FreePort
{
    /// <summary>A loopback port that nobody listens on right now; somebody may take it before it is used.</summary>
    public static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
