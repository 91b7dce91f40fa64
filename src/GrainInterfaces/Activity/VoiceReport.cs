namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>
/// A guild's voice between two local dates, both included. <c>Stays</c>: how many began in the range, of which <c>EstimatedStays</c> were not
/// observed from beginning to end; <c>MedianSeconds</c> is theirs, null without any. <c>People</c>: distinct people who were in voice.
/// <c>Days</c> has one entry per date, without holes. <c>Heatmap</c> holds 7 × 24 sums of seconds, Monday 0 h first, index = weekday × 24 + local hour.
/// <c>Longest</c>: the longest stays that touch the range, longest first, whole, with no word of whose they are.
/// </summary>
[GenerateSerializer, Immutable, Alias("VoiceReport")]
public sealed record VoiceReport(
    [property: Id(0)] DateOnly From,
    [property: Id(1)] DateOnly To,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] int Stays,
    [property: Id(4)] int EstimatedStays,
    [property: Id(5)] long? MedianSeconds,
    [property: Id(6)] int People,
    [property: Id(7)] IReadOnlyList<VoiceDay> Days,
    [property: Id(8)] IReadOnlyList<long> Heatmap,
    [property: Id(9)] IReadOnlyList<VoiceStay> Longest,
    [property: Id(10)] DateTimeOffset ComputedAt);

/// <summary>One local day; <c>Peak</c> null = nobody was in voice.</summary>
[GenerateSerializer, Immutable, Alias("VoiceDay")]
public sealed record VoiceDay([property: Id(0)] DateOnly Date, [property: Id(1)] VoicePeak? Peak);

/// <summary>The most people at once, and since when.</summary>
[GenerateSerializer, Immutable, Alias("VoicePeak")]
public sealed record VoicePeak([property: Id(0)] int People, [property: Id(1)] DateTimeOffset At);

/// <summary>One stay. <c>ChannelName</c> null = deleted before it was seen, or hidden. <c>IsOpen</c>: it goes on.</summary>
[GenerateSerializer, Immutable, Alias("VoiceStay")]
public sealed record VoiceStay(
    [property: Id(0)] DateTimeOffset StartedAt,
    [property: Id(1)] long Seconds,
    [property: Id(2)] long ChannelId,
    [property: Id(3)] string? ChannelName,
    [property: Id(4)] bool IsEstimated,
    [property: Id(5)] bool IsOpen);
