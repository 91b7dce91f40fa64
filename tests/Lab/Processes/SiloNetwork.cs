using CommunityIntel.Lab.Network;

namespace CommunityIntel.Lab.Processes;

/// <summary>
/// What lies between the silos, and between clients and silos: every silo is reached over two lines that it does not know of.
/// A silo's own connections to others are told by the process at their other end.
/// </summary>
public sealed class SiloNetwork : IAsyncDisposable
{
    private readonly Dictionary<ProductMember, (TcpProxy Silos, TcpProxy Clients)> _ways = [];
    private readonly Dictionary<ProductMember, Outage> _isolated = [];

    public void Add(ProductMember silo, TcpProxy silos, TcpProxy clients) => _ways.Add(silo, (silos, clients));

    /// <summary>
    /// Until <see cref="Rejoin"/> this silo reaches no silo and no client, nor they it; PostgreSQL it does.
    /// <paramref name="isSilent"/>: nobody is refused or told, bytes just do not arrive.
    /// </summary>
    public void Isolate(ProductMember silo, bool isSilent)
    {
        var (own, clients) = _ways[silo];
        var outage = new Outage(isSilent, (client, port) => port == own.Port || port == clients.Port || IsFrom(silo, client, port));
        lock (_isolated) if (!_isolated.TryAdd(silo, outage)) throw new InvalidOperationException($"{silo.Name} is isolated already.");
        clients.Suffer(outage);
        foreach (var (silos, _) in _ways.Values) silos.Suffer(outage);
    }

    public void Rejoin(ProductMember silo)
    {
        Outage? outage;
        lock (_isolated) _isolated.Remove(silo, out outage);
        outage?.End();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (silos, clients) in _ways.Values)
        {
            await silos.DisposeAsync();
            await clients.DisposeAsync();
        }
    }

    private static bool IsFrom(ProductMember silo, int clientPort, int port) =>
        silo.IsRunning && SocketOwner.Holds(silo.Process!.ProcessId, clientPort, port);
}
