namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>
/// A guild's activity between two local dates, both included. <c>Days</c> has one entry per date, without holes.
/// <c>Heatmap</c> holds 7 × 24 message counts, Monday 0 h first, index = weekday × 24 + local hour.
/// <c>Channels</c> are sorted by messages, then voice, descending; those without any activity in the range are left out.
/// <c>Gaps</c> are the times in the range at which nobody listened, in order; null = not asked.
/// </summary>
[GenerateSerializer, Immutable, Alias("ActivityReport")]
public sealed record ActivityReport(
    [property: Id(0)] DateOnly From,
    [property: Id(1)] DateOnly To,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] ActivityTotals Totals,
    [property: Id(4)] IReadOnlyList<ActivityDay> Days,
    [property: Id(5)] IReadOnlyList<ChannelActivity> Channels,
    [property: Id(6)] IReadOnlyList<long> Heatmap,
    [property: Id(7)] DateTimeOffset ComputedAt,
    [property: Id(8)] IReadOnlyList<ActivityGap>? Gaps = null);

/// <summary>Sums over the range; <c>ActiveMembers</c> are distinct people who wrote or were in voice, <c>Authors</c> distinct people who wrote.</summary>
[GenerateSerializer, Immutable, Alias("ActivityTotals")]
public sealed record ActivityTotals(
    [property: Id(0)] long Messages,
    [property: Id(1)] long BotMessages,
    [property: Id(2)] int Authors,
    [property: Id(3)] int ActiveMembers,
    [property: Id(4)] long VoiceSeconds,
    [property: Id(5)] int Joins,
    [property: Id(6)] int Leaves);

/// <summary>One local day. <c>Authors</c>: distinct people who wrote; <c>ActiveMembers</c>: who wrote or were in voice.</summary>
[GenerateSerializer, Immutable, Alias("ActivityDay")]
public sealed record ActivityDay(
    [property: Id(0)] DateOnly Date,
    [property: Id(1)] long Messages,
    [property: Id(2)] long BotMessages,
    [property: Id(3)] int Authors,
    [property: Id(4)] int ActiveMembers,
    [property: Id(5)] long VoiceSeconds,
    [property: Id(6)] int Joins,
    [property: Id(7)] int Leaves);

/// <summary>A channel's activity in a range. <c>Name</c> null = deleted before it was seen, or hidden.</summary>
[GenerateSerializer, Immutable, Alias("ChannelActivity")]
public sealed record ChannelActivity(
    [property: Id(0)] long ChannelId,
    [property: Id(1)] string? Name,
    [property: Id(2)] int Type,
    [property: Id(3)] long Messages,
    [property: Id(4)] long BotMessages,
    [property: Id(5)] long VoiceSeconds);
