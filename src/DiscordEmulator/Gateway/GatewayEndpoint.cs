using System.Globalization;
using CommunityIntel.DiscordEmulator.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Accepts gateway sockets: <c>/?v=10&amp;encoding=json[&amp;compress=zlib-stream]</c>.</summary>
public sealed partial class GatewayEndpoint(
    GatewayEntry entry, MemberRequests members, SessionRegistry sessions, DiscordEmulatorOptions options, GatewayMetrics metrics, ILogger<GatewayEndpoint> logger)
{
    private const int NormalClosure = 1000;
    private const int GoingAway = 1001;

    public static Task ShareStream(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            var shared = new SharedUpgrade(upgrade);
            http.Features.Set<IHttpUpgradeFeature>(shared);
            http.Features.Set(shared);
        }
        return next(http);
    }

    public async Task AcceptAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }
        var query = http.Request.Query;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var stream = http.Features.GetRequiredFeature<SharedUpgrade>().Stream!;
        using var connection = new GatewayConnection(http, socket, stream, query["compress"] == "zlib-stream", options, metrics, logger);
        using var protocol = new GatewayProtocol(connection, entry, members, options);
        if (query["v"] != "10" || (query.TryGetValue("encoding", out var encoding) && encoding != "json"))
            connection.Close(CloseCode.InvalidVersion, "Invalid API version.");
        else
            connection.Send(string.Create(CultureInfo.InvariantCulture,
                $$$"""{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":{{{options.HeartbeatInterval}}},"_trace":["emulator"]}}"""));
        var closed = await connection.RunAsync(protocol.ReceiveAsync);
        if (connection.Session is { } session)
        {
            session.Detach(connection, options.Clock.GetUtcNow());
            if (closed is NormalClosure or GoingAway && session.Connection is null)
            {
                session.IsRetired = true;
                sessions.Remove(session);
            }
            LogDisconnected(logger, session.Id, session.ShardId, closed ?? 0);
        }
        sessions.SignalChange();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId} of shard {ShardId} lost its connection, close code {CloseCode}")]
    private static partial void LogDisconnected(ILogger logger, string sessionId, int shardId, int closeCode);
}
