namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>What a guild's digests grain asks of the guild itself; nobody else does. The guild's own grain; the key is the guild id.</summary>
[Alias("IDigestBasisGrain")]
public interface IDigestBasisGrain : IGrainWithIntegerKey
{
    /// <summary>The guild as it is now. <paramref name="viewerId"/> 0 = nobody in particular.</summary>
    [Alias("GetDigestBasis")]
    Task<DigestBasis?> GetDigestBasisAsync(long viewerId);

    /// <summary>Names as they may be shown, by user id; who chose not to be shown is left out.</summary>
    [Alias("GetShownNames")]
    Task<IReadOnlyDictionary<long, string>> GetShownNamesAsync(IReadOnlyList<long> userIds);

    /// <summary>The digest is to be posted, once. Durable when it is answered.</summary>
    [Alias("PostDigest")]
    [ResponseTimeout("00:00:15")]
    Task PostDigestAsync(DigestSpan span, DateOnly firstDay);
}

/// <summary>
/// What digests are made from. <c>Channels</c>: those of which text is kept, threads included. <c>IsListening</c>: the bot is there. <c>IsOfAudience</c>: the viewer
/// has the audience's role.
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
    [property: Id(8)] bool IsOfAudience);
