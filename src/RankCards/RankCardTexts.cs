using System.Globalization;

namespace CommunityIntel.RankCards;

/// <summary>The words of a card in one language. The caller's resources hold them; placeholders are those of <c>string.Format</c>.</summary>
/// <param name="Format">A specific culture (fr-FR, en-US): it writes the numbers.</param>
public sealed record RankCardTexts(CultureInfo Format)
{
    /// <summary>In place of a name that shows nothing: Member.</summary>
    public required string Unnamed { get; init; }

    /// <summary>Rank, when it is unknown of how many.</summary>
    public required string Rank { get; init; }

    /// <summary>Rank of {0}.</summary>
    public required string RankOf { get; init; }

    public required string Level { get; init; }

    public required string Messages { get; init; }

    /// <summary>Voice.</summary>
    public required string Voice { get; init; }

    /// <summary>{0} h.</summary>
    public required string Hours { get; init; }

    /// <summary>{0} / {1} XP: gathered in this level, of what it costs.</summary>
    public required string LevelXp { get; init; }

    /// <summary>{0} XP in total.</summary>
    public required string TotalXp { get; init; }

    /// <summary>
    /// The card for those who cannot see it: {0} name, {1} rank, {2} members, {3} level, {4} XP in this level, {5} what it costs,
    /// {6} total XP, {7} messages, {8} hours in voice.
    /// </summary>
    public required string Description { get; init; }
}
