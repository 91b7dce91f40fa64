using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Tests.Peers;

/// <summary>A gateway on a loopback socket that does only what the test tells it to.</summary>
public sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<PeerConnection> _accepted = Channel.CreateUnbounded<PeerConnection>();
    private readonly ConcurrentBag<PeerConnection> _connections = [];
    private int _refusals;
    private int _refused;

    private ScriptedGateway(WebApplication app) => _app = app;

    public Uri Uri { get; private set; } = null!;

    public int Refused => _refused;

    public static async Task<ScriptedGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var gateway = new ScriptedGateway(builder.Build());
        gateway._app.UseWebSockets();
        gateway._app.Run(gateway.ServeAsync);
        await gateway._app.StartAsync(TestContext.Current.CancellationToken);
        var address = gateway._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        gateway.Uri = new Uri(address.Replace("http", "ws", StringComparison.Ordinal));
        return gateway;
    }

    /// <summary>The next connections are refused with 503.</summary>
    public void RefuseNext(int count) => _refusals = count;

    /// <summary>The next connection that comes.</summary>
    public async Task<PeerConnection> AcceptAsync() =>
        await _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Enough);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            connection.Abort();
        using var quickly = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(quickly.Token);
        await _app.DisposeAsync();
        foreach (var connection in _connections)
            connection.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            Interlocked.Increment(ref _refused);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new PeerConnection(socket, context.Request.QueryString.Value ?? "", context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort);
        _connections.Add(connection);
        _accepted.Writer.TryWrite(connection);
        await connection.Finished;
    }
}
