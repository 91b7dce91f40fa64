using Serilog.Events;

namespace CommunityIntel.DiscordEmulator.Hosting;

/// <summary>Everything that can be set on the local Discord. Configuration section <c>Emulator</c>.</summary>
public sealed class DiscordEmulatorOptions
{
    public const string Section = "Emulator";

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Listen on every interface: in a container, whose ports reach the outside only where somebody publishes them.</summary>
    public bool ListenOnAnyAddress { get; set; }

    public string Token { get; set; } = "emulator-token";

    /// <summary>Application id, which is the bot user's id too.</summary>
    public ulong ClientId { get; set; } = 1_000_000_000_000_000_001;

    public string ClientSecret { get; set; } = "emulator-secret";

    public string ApplicationName { get; set; } = "Community Intelligence";

    /// <summary>Same seed and same <see cref="HistoryDays"/> start: same communities, same history.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Simulated guilds, one of which starts without the bot when there are more than one.</summary>
    public int Communities { get; set; } = 5;

    /// <summary>Members of the largest simulated guild; the n-th has about 1/n of it.</summary>
    public int LargestCommunity { get; set; } = 420;

    /// <summary>Days of back-dated history before the first start; 0 for none.</summary>
    public int HistoryDays { get; set; } = 182;

    /// <summary>Mean messages a day of the largest guild; the n-th has about 1/n of it.</summary>
    public int MessagesPerDay { get; set; } = 480;

    /// <summary>Simulated live activity after the history.</summary>
    public bool Live { get; set; } = true;

    /// <summary>Mean time between two live messages over all guilds.</summary>
    public TimeSpan LivePace { get; set; } = TimeSpan.FromSeconds(1.8);

    /// <summary>Folder for the small state file; null keeps nothing on disk.</summary>
    public string? DataFolder { get; set; }

    /// <summary>Shard count that <c>GET /gateway/bot</c> recommends.</summary>
    public int Shards { get; set; } = 1;

    public int MaxConcurrency { get; set; } = 1;

    /// <summary>Discord's pause between two Identifies of one rate limit key (Discord API reference, Gateway: 5 s).</summary>
    public TimeSpan IdentifyInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Identifies a day before the limit (Discord API reference: 1000).</summary>
    public int SessionStartLimit { get; set; } = 1000;

    /// <summary>Dispatches kept per session for RESUME.</summary>
    public int ReplayBufferSize { get; set; } = 65536;

    /// <summary>Bytes of dispatches kept per session for RESUME; the older limit of the two wins.</summary>
    public long ReplayBufferBytes { get; set; } = 32 << 20;

    /// <summary>How long a session survives its connection (about 90 s observed, discord-api-docs#1619).</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Milliseconds, as sent in HELLO.</summary>
    public int HeartbeatInterval { get; set; } = 41250;

    /// <summary>No simulated communities.</summary>
    public bool EmptyWorld { get; set; }

    /// <summary>Writes down every guild event and who got it; see <c>/control/ledger</c>.</summary>
    public bool Ledger { get; set; }

    /// <summary>Gives every dispatch its time as <c>ts</c>, not only a back-dated one.</summary>
    public bool StampDispatches { get; set; }

    /// <summary>Off: READY names no resume address, so that a client comes back the way it came, through a proxy for instance.</summary>
    public bool SendResumeUrl { get; set; } = true;

    public bool AllowMembersIntent { get; set; } = true;

    public bool AllowContentIntent { get; set; } = true;

    public bool AllowPresencesIntent { get; set; }

    /// <summary>Channels that the bot may not view arrive as shells (Discord change of 2026-11); off leaves them as they are.</summary>
    public bool ObfuscateChannels { get; set; } = true;

    /// <summary>Splits compressed payloads over WebSocket messages of at most this many bytes; 0 never splits.</summary>
    public int SplitCompressedAt { get; set; }

    /// <summary>Requests a second over all bot routes (Discord API reference: 50).</summary>
    public int GlobalRequestsPerSecond { get; set; } = 50;

    /// <summary>Switches REST rate limits on.</summary>
    public bool RateLimits { get; set; } = true;

    /// <summary>The <c>iss</c> of the OAuth2 redirect (RFC 9207).</summary>
    public string Issuer { get; set; } = "https://discord.com";

    /// <summary>Redirect URIs that are accepted; empty accepts every loopback or https address.</summary>
    public IList<string> RedirectUris { get; } = [];

    public LogEventLevel LogLevel { get; set; } = LogEventLevel.Information;

    /// <summary>The clock of everything here; tests set their own.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
