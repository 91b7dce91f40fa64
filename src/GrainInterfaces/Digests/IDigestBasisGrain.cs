namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>What a guild's digests grain asks of the guild itself; nobody else does. The guild's own grain; the key is the guild id.</summary>
[Alias("IDigestBasisGrain")]
public interface IDigestBasisGrain : IGrainWithIntegerKey
{
    /// <summary>The guild as it is now. <paramref name="viewerId"/> 0 = nobody in particular.</summary>
    [Alias("GetDigestBasis")]
    Task<DigestBasis?> GetDigestBasisAsync(long viewerId);

    /// <summary>Names of those of the people whose name is known.</summary>
    [Alias("GetNames")]
    Task<IReadOnlyList<DigestName>> GetNamesAsync(IReadOnlyList<long> userIds);

    /// <summary>Those of the channels that the audience cannot read now, or of which that cannot be told.</summary>
    [Alias("GetUnreadable")]
    Task<IReadOnlyList<long>> GetUnreadableAsync(IReadOnlyList<long> channelIds);

    /// <summary>The digest is to be posted, once. Durable when it is answered.</summary>
    [Alias("PostDigest")]
    [ResponseTimeout("00:00:15")]
    Task PostDigestAsync(DigestSpan span, DateOnly firstDay);
}

/// <summary><c>IsShown</c> false: the person chose not to be shown, or not by name.</summary>
[GenerateSerializer, Immutable, Alias("DigestName")]
public sealed record DigestName([property: Id(0)] long UserId, [property: Id(1)] string Name, [property: Id(2)] bool IsShown);

/// <summary>
/// What digests are made from. <c>Channels</c>: those of which text is kept, threads included. <c>IsListening</c>: the bot is there. <c>IsOfAudience</c>: the viewer
/// has the audience's role. <c>VisibleFrom</c>: digests of older days are not shown. <c>ModelRequestsPerDay</c>: what the plan allows; 0 = none. <c>Settings</c> are as far as the plan allows.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestBasis")]
public sealed record DigestBasis(
    [property: Id(0)] string GuildName,
    [property: Id(1)] string Locale,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] DateOnly? FirstDay,
    [property: Id(4)] bool IsListening,
    [property: Id(5)] DigestSettings Settings,
    [property: Id(6)] int Version,
    [property: Id(7)] IReadOnlyList<DigestChannel> Channels,
    [property: Id(8)] bool IsOfAudience,
    [property: Id(9)] DateOnly VisibleFrom = default,
    [property: Id(10)] int ModelRequestsPerDay = 0);
