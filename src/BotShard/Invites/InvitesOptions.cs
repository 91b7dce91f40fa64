using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.BotShard.Invites;

/// <summary>Section <c>Invites</c>: looking at which invites people came by.</summary>
public sealed class InvitesOptions
{
    public const string Section = "Invites";

    /// <summary>How long after somebody came a guild's invites are looked at, in milliseconds; whoever comes meanwhile is in the same look. 100 to 600 000.</summary>
    [Range(100, 600_000, ErrorMessage = "Invites:DelayMs must be between {1} and {2}")]
    public int DelayMs { get; set; } = 5_000;

    /// <summary>Guilds that this worker looks at in a second at most. 0.1 to 40.</summary>
    [Range(0.1, 40, ErrorMessage = "Invites:LooksPerSecond must be between {1} and {2}")]
    public double LooksPerSecond { get; set; } = 2;
}
