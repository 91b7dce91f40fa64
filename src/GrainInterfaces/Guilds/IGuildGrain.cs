using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Xp;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Guilds;

/// <summary>One Discord guild; the key is the guild id (a snowflake fits a signed 64-bit integer).</summary>
[Alias("IGuildGrain")]
public interface IGuildGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Applies a batch exactly once. When the task completes, every effect is committed in PostgreSQL.
    /// Throws <see cref="StorageUnavailableException"/> (send the same batch again later) or
    /// <see cref="BatchRefusedException"/> (the database will never take this batch; send it in halves to find the event).
    /// A timeout means unknown: send the same batch again. Answers with what the guild wants to be told of texts from now on.
    /// </summary>
    [Alias("Apply")]
    [ResponseTimeout("00:00:10")]
    Task<TextWish> ApplyAsync(GuildBatch batch);

    /// <summary>
    /// Counts messages that were missed, exactly once, and moves the channel's cursor in the same commit. A page of a gap that is
    /// closed changes nothing. Throws as <see cref="ApplyAsync"/> does.
    /// </summary>
    [Alias("Backfill")]
    [ResponseTimeout("00:00:30")]
    Task BackfillAsync(BackfillPage page);

    /// <summary>Null when the bot has never seen this guild.</summary>
    [Alias("GetProfile"), AlwaysInterleave]
    Task<GuildProfile?> GetProfileAsync();

    /// <summary>The numbers of this minute, from memory.</summary>
    [Alias("GetLive"), AlwaysInterleave]
    Task<LiveNumbers> GetLiveAsync();

    /// <summary>
    /// Activity by day, channel and weekday×hour between two local dates, both included, at most 800 days apart,
    /// in the guild's time zone. From roll-ups through a cache of at most 5 minutes.
    /// </summary>
    [Alias("GetActivity"), AlwaysInterleave]
    Task<ActivityReport> GetActivityAsync(DateOnly firstDay, DateOnly lastDay);

    /// <summary>Members by rank. <paramref name="skip"/> 0 or more, <paramref name="take"/> 1 to 100.</summary>
    [Alias("GetLeaderboard"), AlwaysInterleave]
    Task<LeaderboardPage> GetLeaderboardAsync(LeaderboardBoard board, int skip, int take);

    /// <summary>Where a member stands by XP; null when they have neither written nor talked.</summary>
    [Alias("GetRank"), AlwaysInterleave]
    Task<MemberRank?> GetRankAsync(long userId);

    /// <summary>How the guild turns talking into XP; the defaults until somebody changes them.</summary>
    [Alias("GetXpRules"), AlwaysInterleave]
    Task<XpRuleSettings> GetXpRulesAsync();

    /// <summary>Live numbers are pushed at most once a second; subscribe again at least every minute, or it lapses.</summary>
    [Alias("Subscribe"), AlwaysInterleave]
    Task SubscribeAsync(IGuildObserver observer);

    [Alias("Unsubscribe"), AlwaysInterleave]
    Task UnsubscribeAsync(IGuildObserver observer);
}

/// <summary>Watches one guild's live numbers. Best effort, nothing is replayed.</summary>
[Alias("IGuildObserver")]
public interface IGuildObserver : IGrainObserver
{
    [Alias("Live"), OneWay]
    Task LiveAsync(long guildId, LiveNumbers numbers);
}

/// <summary>
/// What is known of a guild. <c>Today</c> is the local date in <c>TimeZone</c> (IANA id). <c>DeletedAt</c>: when everything of it will be
/// deleted, unless the bot is back by then.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildProfile")]
public sealed record GuildProfile(
    [property: Id(0)] long GuildId,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Icon,
    [property: Id(3)] long OwnerId,
    [property: Id(4)] int MemberCount,
    [property: Id(5)] string TimeZone,
    [property: Id(6)] string PreferredLocale,
    [property: Id(7)] DateOnly Today,
    [property: Id(8)] DateOnly? FirstDay,
    [property: Id(9)] bool BotPresent,
    [property: Id(10)] DateTimeOffset? DeletedAt = null,
    [property: Id(11)] double? Recounted = null);

/// <summary>Numbers of this moment. <c>Today</c> counters are of the guild's local day; messages are people's, bots excluded.</summary>
[GenerateSerializer, Immutable, Alias("LiveNumbers")]
public sealed record LiveNumbers(
    [property: Id(0)] int MemberCount,
    [property: Id(1)] int InVoice,
    [property: Id(2)] int MessagesLastMinute,
    [property: Id(3)] long MessagesToday,
    [property: Id(4)] int ActiveToday,
    [property: Id(5)] DateTimeOffset? LastMessageAt);

/// <summary>Which guilds the product knows: the bot is there, or was. Stateless, from the database.</summary>
[Alias("IGuildListGrain")]
public interface IGuildListGrain : IGrainWithIntegerKey
{
    /// <summary>Those of the given guild ids (at most 200) that the bot is in, or was and something is kept of. Key 0.</summary>
    [Alias("Find")]
    Task<IReadOnlyList<GuildProfile>> FindAsync(IReadOnlyList<long> guildIds);
}
