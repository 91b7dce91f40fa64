namespace CommunityIntel.Domain.Invites;

/// <summary>
/// An invite as Discord last listed it; times are Unix ms. <c>UserId</c>: who made it; null = nobody known, or somebody who is not to be counted.
/// <c>Uses</c>: how often it was used in all. <c>MaxUses</c> 0 = unlimited.
/// </summary>
public sealed record Invite(string Code, long? UserId, long? ChannelId, int Uses, int MaxUses, long CreatedAtMs, long? ExpiresAtMs);

/// <summary>When a guild's invites were last looked at (Unix ms), and whether Discord refused to list them.</summary>
public sealed record InviteLook(long AtMs, bool IsRefused);

/// <summary>An invite to be written; <c>GoneAtMs</c>: when it was found to be listed no longer.</summary>
public sealed record SeenInvite(Invite Invite, long? GoneAtMs);
