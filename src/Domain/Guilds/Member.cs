using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Guilds;

/// <summary>A member as last seen, with what they earned in this guild. Times are Unix milliseconds.</summary>
public sealed class Member(long userId)
{
    public long UserId { get; } = userId;
    public string? Name { get; set; }
    public string? Avatar { get; set; }
    public bool IsBot { get; set; }
    public long? JoinedAtMs { get; set; }
    public bool HasLeft { get; set; }

    /// <summary>When they last left, never before they joined; null = never, as far as is known. Who came back keeps it.</summary>
    public long? LeftAtMs { get; set; }

    public long Xp { get; set; }
    public long Messages { get; set; }
    public long VoiceSeconds { get; set; }
    public long? LastXpAtMs { get; set; }

    public PrivacyChoices Privacy { get; set; }

    /// <summary>What happened before is not counted; 0 = everything is.</summary>
    public long CountsFromMs { get; set; }

    /// <summary>Whether there is a profile of theirs in the database, or will be with the next commit.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether something of that instant may be counted and stored.</summary>
    public bool IsCountedAt(long atMs) => atMs >= CountsFromMs && (Privacy & PrivacyChoices.StopCollecting) == 0;

    /// <summary>The XP that is durable and ranked; null = the member has no place in the standings yet.</summary>
    public long? PlacedXp { get; set; }

    /// <summary>As last told, in any order.</summary>
    public IReadOnlyList<long> RoleIds { get; set; } = [];

    /// <summary>The roles that the member's level gave them last, ascending; null = rewards were never looked at for them.</summary>
    public IReadOnlyList<long>? HonouredRoleIds { get; set; }

    /// <summary>What they want to hear of their own levels.</summary>
    public AnnounceChoice AnnounceChoice { get; set; }

    /// <summary>Of the last text that was looked at for repeats; not kept beyond memory. Null = none was.</summary>
    public long? LastFingerprint { get; set; }

    /// <summary>The last voice change applied; not kept beyond memory. Null = none since.</summary>
    public long? VoiceChangedAtMs { get; set; }
}
