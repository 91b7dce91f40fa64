namespace CommunityIntel.Web.Guilds;

/// <summary>How somebody stands to a guild. Higher includes lower.</summary>
public enum GuildStanding
{
    /// <summary>Nobody is signed in, or Discord no longer accepts the sign-in.</summary>
    SignedOut = 0,

    /// <summary>Discord did not answer, so nothing is known: show nothing, say why.</summary>
    Unknown = 1,

    /// <summary>Not in the guild: it does not exist for this person.</summary>
    None = 2,

    Member = 3,

    /// <summary>ADMINISTRATOR or MANAGE_GUILD.</summary>
    Manager = 4,

    Owner = 5,
}
