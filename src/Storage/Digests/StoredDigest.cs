using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Storage.Digests;

/// <summary>A message that an item rests on.</summary>
public sealed record StoredSource(long MessageId, long ChannelId, long AuthorId, long TextHash);

public sealed record StoredItem(DigestItemKind Kind, string Title, string? Text, int Authors, IReadOnlyList<StoredSource> Sources);

/// <summary>
/// A digest as it is stored. <c>Span</c>: 0 day, 1 week. <c>Audience</c>: the role that it was made for, 0 = everybody. <c>Figures</c> and <c>MadeBy</c> are JSON of the layer above. <c>Items</c> counts those stored at first, of which
/// <c>Removed</c> are gone.
/// </summary>
public sealed record StoredDigest(
    long Id, int Span, DateOnly First, DateOnly Last, long Audience, string TimeZone, DigestLanguage Language, int Maker, DigestMood Mood, string Figures, string MadeBy, long CostMicros,
    int Items, int Removed, DateTimeOffset MadeAt);

/// <summary>With its items, and how members found it.</summary>
public sealed record StoredDigestContent(StoredDigest Digest, IReadOnlyList<StoredItem> Items, int Useful, int NotUseful, bool? Mine);

/// <summary>In a list. <c>Lead</c>: its first item's title, or its text; <c>LeadSource</c>: the message to quote instead. <c>LeadChannelId</c> 0 = there is no item.</summary>
public sealed record StoredDigestEntry(StoredDigest Digest, string Lead, long? LeadSource, long LeadChannelId);
