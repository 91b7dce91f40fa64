namespace CommunityIntel.Domain.Digests;

/// <summary>A message of a person as a digest is made of it. Its time is in its id; <c>ReplyToId</c> 0 = it answers no other.</summary>
public sealed record ChatMessage(long MessageId, long ChannelId, long AuthorId, string Text, long ReplyToId = 0);
