namespace CommunityIntel.Domain.Digests;

/// <summary>A word as it was written, and what it is compared by: lower case, without accents, without the plural's s.</summary>
internal readonly record struct Word(string Surface, string Key);
