using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.TimeZones;

/// <summary>By which clock a guild's days begin. The guild's own grain; the key is the guild id.</summary>
[Alias("IGuildClockGrain")]
public interface IGuildClockGrain : IGrainWithIntegerKey
{
    [Alias("GetClock"), AlwaysInterleave]
    Task<GuildClock> GetClockAsync();

    /// <summary>
    /// From now on days begin by that zone (IANA id), and all days since the first are counted again, the newest first; the caller has checked that
    /// the actor may. What is answered as saved is durable, the recount too. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    [Alias("ChooseTimeZone")]
    [ResponseTimeout("00:00:15")]
    Task<ZoneAnswer> ChooseTimeZoneAsync(string timeZone, Actor actor);
}

/// <summary><c>Recounted</c>: how much of the days is counted again so far, 0 to 1; null = nothing is being counted again.</summary>
[GenerateSerializer, Immutable, Alias("GuildClock")]
public sealed record GuildClock([property: Id(0)] string TimeZone, [property: Id(1)] double? Recounted);

[GenerateSerializer, Alias("ZoneAnswer")]
public enum ZoneAnswer
{
    Saved = 0,

    /// <summary>It is the guild's zone already.</summary>
    Same = 1,

    /// <summary>There is no such zone.</summary>
    Unknown = 2,

    /// <summary>Days are still counted again for the last change: ask when that is done.</summary>
    Busy = 3,
}
