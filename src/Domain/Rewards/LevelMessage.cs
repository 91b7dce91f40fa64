namespace CommunityIntel.Domain.Rewards;

/// <summary>Where a new level is announced.</summary>
public enum AnnouncementPlace
{
    Off = 0,
    WhereItHappened = 1,
    Channel = 2,

    /// <summary>By direct message, to members who asked for it, and to nobody else.</summary>
    DirectOnly = 3,
}

/// <summary>What a member wants to hear of their own levels. It changes nothing where a guild announces none.</summary>
public enum AnnounceChoice
{
    Default = 0,
    Muted = 1,

    /// <summary>By direct message instead of in a channel.</summary>
    Direct = 2,
}

/// <summary>Which levels are announced: those that all three let through. <c>Every</c> 1 and <c>Minimum</c> 1 let all through.</summary>
public sealed record LevelFilter(bool RewardLevelsOnly, int Every, int Minimum)
{
    public static LevelFilter All { get; } = new(false, 1, 1);

    public bool Passes(int level, IReadOnlyList<LevelRole> roles) =>
        level >= Minimum && level % Every == 0 && (!RewardLevelsOnly || roles.Any(r => r.Level == level));
}

/// <summary>
/// How a new level is announced. <c>ChannelId</c> is set when the place is <see cref="AnnouncementPlace.Channel"/>. <c>Template</c>:
/// the guild's own words, see <see cref="LevelTemplate"/>; null = the product's, in the guild's language.
/// </summary>
public sealed record LevelMessage(AnnouncementPlace Place, long? ChannelId, string? Template, LevelFilter Filter, bool PingsMember)
{
    public static LevelMessage Off { get; } = new(AnnouncementPlace.Off, null, null, LevelFilter.All, false);

    /// <summary>
    /// Where it is announced that a member rose to <paramref name="now"/>, and the level to announce: the highest above
    /// <paramref name="before"/> that the filter lets through. Null = nowhere.
    /// </summary>
    /// <param name="happenedIn">The channel in which the XP was earned; 0 = in none.</param>
    public Announced? Announce(int before, int now, long happenedIn, AnnounceChoice choice, IReadOnlyList<LevelRole> roles)
    {
        if (Place == AnnouncementPlace.Off || choice == AnnounceChoice.Muted) return null;
        var isDirect = choice == AnnounceChoice.Direct;
        var channel = Place switch
        {
            _ when isDirect => 0,
            AnnouncementPlace.WhereItHappened => happenedIn,
            AnnouncementPlace.Channel => ChannelId ?? 0,
            _ => 0,
        };
        if (channel == 0 && !isDirect) return null;
        for (var level = now; level > before; level--)
            if (Filter.Passes(level, roles)) return new Announced(level, channel, isDirect);
        return null;
    }
}

/// <summary>What is announced where. <c>ChannelId</c> 0 and <c>IsDirect</c>: by direct message.</summary>
public readonly record struct Announced(int Level, long ChannelId, bool IsDirect);
