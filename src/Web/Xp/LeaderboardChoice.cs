using System.Globalization;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Xp;

/// <summary>Which board, of which time, and which page of it or whom of it; it lives in the address. <c>Page</c> starts at 1; <c>Search</c> null = everybody.</summary>
public sealed record LeaderboardChoice(LeaderboardBoard Board, int Page, LeaderboardPeriod Period = LeaderboardPeriod.AllTime, string? Search = null)
{
    public const int PageSize = 50;
    public const int MostFound = 25;
    public const int LongestSearch = 100;
    private const int LastPage = 100_000;

    public static IReadOnlyList<LeaderboardBoard> Boards { get; } = Enum.GetValues<LeaderboardBoard>();

    /// <summary>Those that have a button; last week and last month are reached from the running ones.</summary>
    public static IReadOnlyList<LeaderboardPeriod> Periods { get; } = [LeaderboardPeriod.AllTime, LeaderboardPeriod.Month, LeaderboardPeriod.Week];

    public int Skip => (Page - 1) * PageSize;

    /// <summary>The button that the period belongs to.</summary>
    public LeaderboardPeriod Running => Period switch
    {
        LeaderboardPeriod.LastWeek => LeaderboardPeriod.Week,
        LeaderboardPeriod.LastMonth => LeaderboardPeriod.Month,
        var running => running,
    };

    /// <summary>The week or month before, or the running one again; null for all times.</summary>
    public LeaderboardPeriod? Neighbour => Period switch
    {
        LeaderboardPeriod.Week => LeaderboardPeriod.LastWeek,
        LeaderboardPeriod.LastWeek => LeaderboardPeriod.Week,
        LeaderboardPeriod.Month => LeaderboardPeriod.LastMonth,
        LeaderboardPeriod.LastMonth => LeaderboardPeriod.Month,
        _ => null,
    };

    public static LeaderboardChoice Parse(string? board, string? page, string? period = null, string? search = null) => new(
        Boards.FirstOrDefault(known => Word(known) == board, LeaderboardBoard.Xp),
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, LastPage) : 1,
        Enum.GetValues<LeaderboardPeriod>().FirstOrDefault(known => Word(known) == period, LeaderboardPeriod.AllTime),
        search?.Trim() is { Length: > 0 } text ? text.Length > LongestSearch ? text[..LongestSearch] : text : null);

    /// <summary>Its word in addresses and text keys.</summary>
    public static string Word(LeaderboardBoard board) => board switch
    {
        LeaderboardBoard.Messages => "messages",
        LeaderboardBoard.Voice => "voice",
        _ => "xp",
    };

    /// <inheritdoc cref="Word(LeaderboardBoard)"/>
    public static string Word(LeaderboardPeriod period) => period switch
    {
        LeaderboardPeriod.Week => "week",
        LeaderboardPeriod.Month => "month",
        LeaderboardPeriod.LastWeek => "last-week",
        LeaderboardPeriod.LastMonth => "last-month",
        _ => "all",
    };

    public string Query()
    {
        List<string> parts = [];
        if (Board != LeaderboardBoard.Xp)
            parts.Add("board=" + Word(Board));
        if (Period != LeaderboardPeriod.AllTime)
            parts.Add("period=" + Word(Period));
        if (Search is not null)
            parts.Add("q=" + Uri.EscapeDataString(Search));
        if (Page > 1)
            parts.Add("page=" + Page.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
