using CommunityIntel.GrainInterfaces.Lifecycle;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>One guild's figures that are of one member or one channel; the key is the guild id.</summary>
[Alias("IGuildStatsGrain")]
public interface IGuildStatsGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// What one person did between two local dates, both included, at most 800 days apart. From roll-ups, one look-up a day. Nothing
    /// when the person does not show themselves to <paramref name="viewerId"/>, who sees their own in any case.
    /// </summary>
    [Alias("GetMemberActivity"), AlwaysInterleave]
    Task<MemberActivity> GetMemberActivityAsync(long userId, long viewerId, DateOnly firstDay, DateOnly lastDay);

    /// <summary>
    /// One channel between two local dates, both included, at most 800 days apart. People, joins and leaves are not kept by channel:
    /// they are 0. <c>Channels</c> holds the channel alone, or nothing when nobody wrote or talked in it.
    /// </summary>
    [Alias("GetChannelActivity"), AlwaysInterleave]
    Task<ActivityReport> GetChannelActivityAsync(long channelId, DateOnly firstDay, DateOnly lastDay);

    /// <summary>Stays in voice between two local dates, both included, at most 800 days apart. It names nobody.</summary>
    [Alias("GetVoice"), AlwaysInterleave]
    Task<VoiceReport> GetVoiceAsync(DateOnly firstDay, DateOnly lastDay);

    /// <summary>Whether who came in the last weeks stayed. Sums over many people: it says nothing about any one.</summary>
    [Alias("GetRetention"), AlwaysInterleave]
    Task<RetentionReport> GetRetentionAsync();

    /// <summary>How many people are new, regular and so on. Nobody can be asked for, and small numbers are not told.</summary>
    [Alias("GetLifecycle"), AlwaysInterleave]
    Task<LifecycleReport> GetLifecycleAsync();
}

/// <summary>A person's days in order; those on which they neither wrote nor were in voice are left out.</summary>
[GenerateSerializer, Immutable, Alias("MemberActivity")]
public sealed record MemberActivity([property: Id(0)] DateOnly From, [property: Id(1)] DateOnly To, [property: Id(2)] IReadOnlyList<MemberDay> Days);

/// <summary>One local day of a person. <c>Xp</c>: earned on it.</summary>
[GenerateSerializer, Immutable, Alias("MemberDay")]
public sealed record MemberDay(
    [property: Id(0)] DateOnly Date, [property: Id(1)] int Messages, [property: Id(2)] long VoiceSeconds, [property: Id(3)] long Xp);
