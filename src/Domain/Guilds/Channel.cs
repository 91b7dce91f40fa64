namespace CommunityIntel.Domain.Guilds;

/// <summary>A channel or thread. <c>Type</c> is Discord's channel type. <c>Name</c> null = never seen by name.</summary>
public sealed record Channel(long Id, int Type, string? Name, long? ParentId, bool IsDeleted);
