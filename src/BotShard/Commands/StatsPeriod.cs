using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Whole weeks that end yesterday, as on the dashboard, and as many days before them. <c>IsComparable</c>: those were recorded from
/// their first day on; half a period would always look like growth.
/// </summary>
public sealed record StatsPeriod(DateOnly First, DateOnly Last, int Days, bool IsComparable)
{
    public const int UsualDays = 28;

    public static IReadOnlyList<int> Ranges { get; } = [7, 28, 91, 364];

    public DateOnly PreviousFirst => First.AddDays(-Days);

    public DateOnly PreviousLast => First.AddDays(-1);

    /// <summary>Only on a guild's very first day there is nothing but today. An unknown number of days is the usual one.</summary>
    public static StatsPeriod Of(GuildProfile guild, long? days)
    {
        var length = days is { } asked && Ranges.Contains((int)asked) ? (int)asked : UsualDays;
        var last = guild.FirstDay < guild.Today ? guild.Today.AddDays(-1) : guild.Today;
        var first = last.AddDays(1 - length);
        return new StatsPeriod(first, last, length, guild.FirstDay <= first.AddDays(-length));
    }
}
