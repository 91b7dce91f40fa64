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

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _sockets = [];
    private TaskCompletionSource? _silence;
    private bool _cut;

    public TcpProxy(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Resets what is connected and whoever comes, until <see cref="Heal"/>.</summary>
    public void Cut()
    {
        Socket[] open;
        lock (_gate)
        {
            _cut = true;
            open = [.. _sockets];
        }

        foreach (var socket in open) Reset(socket);
    }

    /// <summary>Holds back every byte in both directions, until <see cref="Heal"/>: nobody is told.</summary>
    public void Silence()
    {
        lock (_gate) _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Heal()
    {
        TaskCompletionSource? silence;
        lock (_gate)
        {
            _cut = false;
            (silence, _silence) = (_silence, null);
        }

        silence?.TrySetResult();
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
        var server = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.NoDelay = server.NoDelay = true;
            if (!Enter(client, server)) return;
            await server.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(PassAsync(client, server), PassAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one of the two is gone; the other is told by the reset.
        }
        finally
        {
            lock (_gate)
            {
                _sockets.Remove(client);
                _sockets.Remove(server);
            }

            Reset(client);
            Reset(server);
        }
    }

    private bool Enter(Socket client, Socket server)
    {
        lock (_gate)
        {
            if (_cut) return false;
            _sockets.Add(client);
            _sockets.Add(server);
            return true;
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var length and > 0)
        {
            if (Volatile.Read(ref _silence) is { } silence) await silence.Task.WaitAsync(_stop.Token);
            for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _stop.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static void Reset(Socket socket)
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
