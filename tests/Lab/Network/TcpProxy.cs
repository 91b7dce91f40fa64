using System.Net;
using System.Net.Sockets;

namespace CommunityIntel.Lab.Network;

/// <summary>
/// A stretch of network that can be cut: takes connections on a loopback port and passes bytes to another. While it is cut
/// every connection is reset, new ones too; while it is silent they stay open and carry nothing, as when packets are dropped.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly HashSet<Connection> _connections = [];
    private readonly List<Outage> _outages = [];

    /// <param name="port">0 = one that is free.</param>
    /// <param name="listenOn">Null = loopback.</param>
    public TcpProxy(int targetPort, int port = 0, IPAddress? listenOn = null)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener = new TcpListener(listenOn ?? IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Resets what is connected and whoever comes, until <see cref="Heal"/>.</summary>
    public void Cut() => Suffer(new Outage(isSilent: false));

    /// <summary>Holds back every byte in both directions, until <see cref="Heal"/>: nobody is told.</summary>
    public void Silence() => Suffer(new Outage(isSilent: true));

    /// <summary>Until the outage ends.</summary>
    public void Suffer(Outage outage)
    {
        List<Connection> concerned;
        lock (_gate)
        {
            _outages.RemoveAll(o => o.Over.IsCompleted);
            _outages.Add(outage);
            concerned = [.. _connections.Where(c => outage.Concerns(c.ClientPort, Port))];
            if (outage.IsSilent) concerned.ForEach(c => c.Silences.Add(outage));
        }

        if (!outage.IsSilent) concerned.ForEach(c => c.Reset());
    }

    /// <summary>Ends whatever is wrong here.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _outages.ForEach(o => o.End());
            _outages.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        Heal();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var connection = new Connection(client, new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            if (!Enter(connection)) return;
            client.NoDelay = connection.Server.NoDelay = true;
            await connection.Server.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(PassAsync(connection, client, connection.Server), PassAsync(connection, connection.Server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, nobody is there, or the end of everything.
        }
        finally
        {
            lock (_gate) _connections.Remove(connection);
            connection.Reset();
        }
    }

    private bool Enter(Connection connection)
    {
        lock (_gate)
        {
            foreach (var outage in _outages.Where(o => !o.Over.IsCompleted && o.Concerns(connection.ClientPort, Port)))
            {
                if (!outage.IsSilent) return false;
                connection.Silences.Add(outage);
            }

            return _connections.Add(connection);
        }
    }

    private async Task PassAsync(Connection connection, Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var length = await from.ReceiveAsync(buffer, _stop.Token);
                await UntilHeardAsync(connection);
                if (length == 0) break;
                for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end is gone; the other is told, unless nothing gets through.
            await UntilHeardAsync(connection);
            connection.Reset();
        }
    }

    private async Task UntilHeardAsync(Connection connection)
    {
        while (Silence() is { } silence) await silence.Over.WaitAsync(_stop.Token);

        Outage? Silence()
        {
            lock (_gate) return connection.Silences.Find(o => !o.Over.IsCompleted);
        }
    }

    private sealed class Connection
    {
        public Connection(Socket client, Socket server)
        {
            (Client, Server) = (client, server);
            ClientPort = (client.RemoteEndPoint as IPEndPoint)?.Port ?? 0;
        }

        public Socket Client { get; }

        public Socket Server { get; }

        public int ClientPort { get; }

        public List<Outage> Silences { get; } = [];

        public void Reset()
        {
            foreach (var socket in (Socket[])[Client, Server])
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It is gone already.
                }

                socket.Dispose();
            }
        }
    }
}
