namespace CommunityIntel.Web.Guilds;

/// <summary>What came of asking a guild: the value, or why there is none.</summary>
public sealed record GuildReading<T>(T? Value, GuildOutage Outage)
{
    public bool Succeeded => Outage == GuildOutage.None;
}

public enum GuildOutage
{
    None = 0,

    /// <summary>The cluster or its database did not answer in time.</summary>
    NoAnswer = 1,

    /// <summary>The person who asks is not, or no longer, allowed to see the guild.</summary>
    NotAllowed = 2,
}
