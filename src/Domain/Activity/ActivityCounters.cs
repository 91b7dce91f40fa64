namespace CommunityIntel.Domain.Activity;

/// <summary>Key of an hourly counter: the instant at which the local hour begins (Unix ms), its local date, and the channel; 0 = the guild as a whole.</summary>
public readonly record struct HourKey(long HourStartMs, DateOnly Date, long ChannelId);

/// <summary>What to add to an hourly counter.</summary>
public record struct HourCounters
{
    public int Messages { get; set; }
    public int BotMessages { get; set; }
    public long VoiceSeconds { get; set; }
    public int Joins { get; set; }
    public int Leaves { get; set; }
}

/// <summary>Key of a member's day.</summary>
public readonly record struct MemberDayKey(DateOnly Date, long UserId);

/// <summary>What to add to a member's day.</summary>
public record struct MemberDayCounters
{
    public int Messages { get; set; }
    public long VoiceSeconds { get; set; }
    public long Xp { get; set; }
}
