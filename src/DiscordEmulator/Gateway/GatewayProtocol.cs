using System.Text.Json;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>What the server does with each payload of one client (Discord API reference, Gateway).</summary>
public sealed class GatewayProtocol : IDisposable
{
    /// <summary>Largest payload a client may send.</summary>
    public const int MaxPayloadBytes = 4096;

    private const int MaxPayloads = 120;
    private static readonly TimeSpan PayloadWindow = TimeSpan.FromSeconds(60);

    private readonly GatewayConnection connection;
    private readonly GatewayEntry entry;
    private readonly MemberRequests members;
    private readonly DiscordEmulatorOptions options;
    private readonly TimeSpan patience;
    private readonly ITimer silence;
    private DateTimeOffset lastHeartbeat;
    private DateTimeOffset windowStart;
    private int inWindow;

    public GatewayProtocol(GatewayConnection connection, GatewayEntry entry, MemberRequests members, DiscordEmulatorOptions options)
    {
        this.connection = connection;
        this.entry = entry;
        this.members = members;
        this.options = options;
        patience = TimeSpan.FromMilliseconds(options.HeartbeatInterval * 1.5);
        lastHeartbeat = windowStart = options.Clock.GetUtcNow();
        silence = options.Clock.CreateTimer(_ => CloseWhenSilent(), null, patience / 4, patience / 4);
    }

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> payload)
    {
        if (!CountPayload())
        {
            connection.Close(CloseCode.RateLimited, "Rate limited.");
            return ValueTask.CompletedTask;
        }
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload);
        }
        catch (JsonException)
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload.");
            return ValueTask.CompletedTask;
        }
        using (document) Handle(document.RootElement);
        return ValueTask.CompletedTask;
    }

    private void Handle(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("op", out var field) || !field.TryGetInt32(out var op))
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload.");
            return;
        }
        var data = root.TryGetProperty("d", out var d) ? d : default;
        switch (op)
        {
            case 1: Heartbeat(data); break;
            case 2: entry.Identify(connection, data); break;
            case 6: entry.Resume(connection, data); break;
            case 3 or 4 or 8 or 31 or 43 when connection.Session is null:
                connection.Close(CloseCode.NotAuthenticated, "Not authenticated.");
                break;
            case 8: members.Answer(connection.Session!, data); break;
            case 3 or 4 or 31 or 43: break;
            default: connection.Close(CloseCode.UnknownOpcode, "Unknown opcode."); break;
        }
    }

    private void Heartbeat(JsonElement data)
    {
        lastHeartbeat = options.Clock.GetUtcNow();
        if (connection.Session is { } session && data.ValueKind == JsonValueKind.Number) session.HeartbeatSequence = data.GetInt64();
        if (!connection.AckStopped) connection.Send("""{"t":null,"s":null,"op":11,"d":null}"""u8);
    }

    private bool CountPayload()
    {
        var now = options.Clock.GetUtcNow();
        if (now - windowStart >= PayloadWindow) (windowStart, inWindow) = (now, 0);
        return ++inWindow <= MaxPayloads;
    }

    private void CloseWhenSilent()
    {
        if (options.Clock.GetUtcNow() - lastHeartbeat > patience) connection.Close(CloseCode.SessionTimedOut, "Session timed out.");
    }

    public void Dispose() => silence.Dispose();
}
