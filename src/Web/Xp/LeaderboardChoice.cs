using System.Globalization;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Xp;

/// <summary>Which board and which page of it; it lives in the address. <c>Page</c> starts at 1.</summary>
public sealed record LeaderboardChoice(LeaderboardBoard Board, int Page)
{
    public const int PageSize = 50;
    private const int LastPage = 100_000;

    public static IReadOnlyList<LeaderboardBoard> Boards { get; } = Enum.GetValues<LeaderboardBoard>();

    public int Skip => (Page - 1) * PageSize;

    public static LeaderboardChoice Parse(string? board, string? page) => new(
        Boards.FirstOrDefault(known => Word(known) == board, LeaderboardBoard.Xp),
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, LastPage) : 1);

    /// <summary>Its word in addresses and text keys.</summary>
    public static string Word(LeaderboardBoard board) => board switch
    {
        LeaderboardBoard.Messages => "messages",
        LeaderboardBoard.Voice => "voice",
        _ => "xp",
    };

    public string Query()
    {
        List<string> parts = [];
        if (Board != LeaderboardBoard.Xp)
            parts.Add("board=" + Word(Board));
        if (Page > 1)
            parts.Add("page=" + Page.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
