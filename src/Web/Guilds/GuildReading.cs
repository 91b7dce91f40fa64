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

    /// <summary>Nothing was changed: as many people changed something lately as the guild's plan has seats for.</summary>
    NoSeat = 3,
}

public static class GuildOutages
{
    /// <summary>The name of the text that says why a change was not made; <paramref name="noAnswer"/> when nobody answered.</summary>
    public static string TextOf(this GuildOutage outage, string noAnswer) => outage switch
    {
        GuildOutage.NotAllowed => "settings.not-allowed",
        GuildOutage.NoSeat => "settings.no-seat",
        _ => noAnswer,
    };
}
