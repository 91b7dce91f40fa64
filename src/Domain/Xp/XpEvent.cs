using CommunityIntel.Domain.Activity;

namespace CommunityIntel.Domain.Xp;

/// <summary>
/// A time in which XP is multiplied, by the guild's clock on the wall: days on which the clock changes make it an hour shorter or
/// longer. Once (<c>FirstDate</c> = the day it begins, <c>IsWeekly</c> false) or every week from that day on.
/// </summary>
/// <param name="StartMinute">Minute of the local day, 0 to 1 439.</param>
/// <param name="Minutes">How long, 1 to 10 080 (a week).</param>
/// <param name="Percent">1 to <see cref="XpMultipliers.MostPercent"/>.</param>
public sealed record XpEvent(string Name, DateOnly FirstDate, int StartMinute, int Minutes, bool IsWeekly, int Percent)
{
    public const int MinutesOfDay = 24 * 60;
    public const int MinutesOfWeek = 7 * MinutesOfDay;

    public bool IsOnAt(LocalMinute minute)
    {
        var since = ((long)(minute.Date.DayNumber - FirstDate.DayNumber) * MinutesOfDay) + minute.OfDay - StartMinute;
        if (since < 0) return false;
        return (IsWeekly ? since % MinutesOfWeek : since) < Minutes;
    }
}
