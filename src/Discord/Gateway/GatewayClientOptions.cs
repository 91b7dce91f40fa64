using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Gateway;

/// <summary>How one shard connects.</summary>
public sealed class GatewayClientOptions
{
    /// <summary>The bot token, without a prefix.</summary>
    public required string Token { get; init; }

    public required DiscordIntents Intents { get; init; }

    /// <summary>Asked before every connection that does not go to a session's resume address: ws, wss, http or https.</summary>
    public required Func<CancellationToken, ValueTask<Uri>> GetGatewayUri { get; init; }

    /// <summary>Awaited before every connection: returns while this process may run the shard.</summary>
    public Func<CancellationToken, Task> WaitUntilAllowed { get; init; } = _ => Task.CompletedTask;

    public GatewayCompression Compression { get; init; } = GatewayCompression.ZlibStream;

    /// <summary>Members above which GUILD_CREATE leaves out who is offline, 50 to 250.</summary>
    public int LargeThreshold { get; init; } = 50;

    /// <summary>Events held for the consumer; when full, the socket is not read.</summary>
    public int EventBufferSize { get; init; } = 4096;

    /// <summary>Others are counted, dropped and need no acknowledgement.</summary>
    public GatewayEventTypes WantedEvents { get; init; } = GatewayEventTypes.All;

    /// <summary>Bytes of one payload, inflated. A larger one costs the session: every resume would bring it again.</summary>
    public int MaxPayloadBytes { get; init; } = 32 * 1024 * 1024;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From IDENTIFY to READY; while resuming, the longest silence before RESUMED.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a close waits for the peer's answer, and how long a send may take at most five times that.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The pause before attempt n to connect again, n from 0.</summary>
    public Func<int, TimeSpan> GetReconnectionDelay { get; init; } = ReconnectionDelay.ExponentialWithJitter;

    /// <summary>See <see cref="DiscordOptions.TrustServerTimestamps"/>.</summary>
    public bool TrustServerTimestamps { get; init; }
}
