namespace CommunityIntel.Domain.Digests;

/// <summary>A conversation, and the words that stand out in it, the most telling first.</summary>
internal sealed record Topic(Conversation Conversation, IReadOnlyList<KeyTerm> Terms, IReadOnlyList<Line> OnTopic, double Score);

/// <summary>A term that stands out, by how much (log-likelihood).</summary>
internal readonly record struct KeyTerm(int Term, double Weight);
