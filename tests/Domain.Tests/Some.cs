using CommunityIntel.Domain;
using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests;

/// <summary>Inputs that do not matter to a test.</summary>
internal static class Some
{
    /// <summary>Monday 2026-03-02 10:00 UTC.</summary>
    public static readonly long Noon = DateTimeOffset.Parse("2026-03-02T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public const long Channel = 500;

    public static long MessageAt(long unixMs, int n = 0) => (Snowflake.At(DateTimeOffset.FromUnixTimeMilliseconds(unixMs))) | (uint)n;

    public static Guild Guild(ILocalCalendar? calendar = null, params long[] members)
    {
        var guild = new Guild(1, calendar ?? new UtcCalendar());
        foreach (var id in members) guild.Remember(new Member(id));
        return guild;
    }

    public static bool Says(this Guild guild, long author, long unixMs, int n = 0, bool bot = false) =>
        guild.MessageCreated(MessageAt(unixMs, n), Channel, author, bot, isMember: true, "name", null, unixMs);
}

/// <summary>Hours of UTC.</summary>
internal sealed class UtcCalendar : ILocalCalendar
{
    private const long Hour = 3_600_000;

    public LocalHour HourOf(long unixMs)
    {
        var start = unixMs / Hour * Hour;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(start).UtcDateTime;
        return new LocalHour(DateOnly.FromDateTime(at), start, start + Hour, at.Hour * 60);
    }
}
