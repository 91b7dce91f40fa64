namespace CommunityIntel.Discord.Entities;

/// <summary>What an option of a command takes (Discord API reference, Application Command Option Type).</summary>
public enum DiscordOptionType
{
    Subcommand = 1,
    Group = 2,
    Text = 3,

    /// <summary>A whole number between −2⁵³ and 2⁵³.</summary>
    Whole = 4,
    Flag = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Number = 10,
}
