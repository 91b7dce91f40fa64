using System.Diagnostics.Metrics;

namespace CommunityIntel.Discord;

/// <summary>Every instrument of this library, under the meter <c>CommunityIntel.Discord</c>.</summary>
internal static class DiscordMetrics
{
    public const string MeterName = "CommunityIntel.Discord";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Dispatches read, by <c>event</c> (Discord's name or UNKNOWN) and <c>outcome</c> (delivered, dropped, duplicate, malformed).</summary>
    public static readonly Counter<long> Dispatches = Meter.CreateCounter<long>("discord.gateway.dispatches");

    /// <summary>Payloads with an op code that we do not know.</summary>
    public static readonly Counter<long> UnknownOpCodes = Meter.CreateCounter<long>("discord.gateway.unknown_ops");

    /// <summary>Sequence numbers that Discord left out; not an error by itself.</summary>
    public static readonly Counter<long> SequenceGaps = Meter.CreateCounter<long>("discord.gateway.sequence_gaps");

    /// <summary>Connections that ended, by <c>reason</c> and <c>next</c> (resume, identify, fatal, stop).</summary>
    public static readonly Counter<long> ConnectionsEnded = Meter.CreateCounter<long>("discord.gateway.connections_ended");

    /// <summary>Payloads above the bound, each of which cost a reconnect.</summary>
    public static readonly Counter<long> OversizedPayloads = Meter.CreateCounter<long>("discord.gateway.oversized_payloads");

    /// <summary>Sessions, by <c>change</c> (started, resumed, lost).</summary>
    public static readonly Counter<long> Sessions = Meter.CreateCounter<long>("discord.gateway.sessions");

    /// <summary>Time from heartbeat to its acknowledgement.</summary>
    public static readonly Histogram<double> HeartbeatSeconds = Meter.CreateHistogram<double>("discord.gateway.heartbeat", "s");

    /// <summary>REST answers, by <c>status</c>.</summary>
    public static readonly Counter<long> RestResponses = Meter.CreateCounter<long>("discord.rest.responses");

    /// <summary>429 answers, by <c>scope</c>.</summary>
    public static readonly Counter<long> RestRateLimited = Meter.CreateCounter<long>("discord.rest.rate_limited");

    /// <summary>Time that a request waited for its permit.</summary>
    public static readonly Histogram<double> RestWaitSeconds = Meter.CreateHistogram<double>("discord.rest.permit_wait", "s");
}
