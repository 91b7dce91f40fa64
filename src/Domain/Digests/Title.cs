using System.Globalization;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Two to four words that stand out, as people wrote them: words that are mostly said side by side stay together, others are parted by commas.
/// </summary>
internal static class Title
{
    private const int MostWords = 4;

    // Of the strongest: a weaker word would be there to fill the place.
    private const double LeastOfStrongest = 0.2;

    /// <summary>Empty when fewer than two words can be shown.</summary>
    public static string Of(IReadOnlyList<KeyTerm> terms, IReadOnlyList<Line> lines, Vocabulary vocabulary)
    {
        var chosen = Chosen(terms, vocabulary);
        if (chosen.Count < 2) return "";
        var title = "";
        foreach (var phrase in Phrases(chosen, lines, vocabulary))
        {
            var longer = title.Length == 0 ? phrase : $"{title}, {phrase}";
            if (longer.Length <= DigestRules.LongestTitle) title = longer;
        }

        return title;
    }

    private static List<int> Chosen(IReadOnlyList<KeyTerm> terms, Vocabulary vocabulary)
    {
        var chosen = new List<int>();
        foreach (var (term, weight) in terms)
        {
            var spelling = vocabulary.SpellingOf(term);
            if (chosen.Count == MostWords || (chosen.Count >= 2 && weight < LeastOfStrongest * terms[0].Weight)) break;
            if (IsShown(spelling) && !chosen.Exists(other => Overlap(vocabulary.SpellingOf(other), spelling))) chosen.Add(term);
        }

        return chosen;
    }

    // Marks that pile up on letters reach over the lines around them.
    private static bool IsShown(string spelling) =>
        !spelling.Any(c => char.IsControl(c) || Folding.IsDiacritic(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format);

    // "script" beside "scripts", and pairs of characters that share one.
    private static bool Overlap(string one, string other) =>
        one.Contains(other, StringComparison.OrdinalIgnoreCase) || other.Contains(one, StringComparison.OrdinalIgnoreCase)
        || (Tokeniser.IsUnspaced(one[0]) && one.Intersect(other).Any());

    private static IEnumerable<string> Phrases(List<int> chosen, IReadOnlyList<Line> lines, Vocabulary vocabulary)
    {
        var left = chosen.ToList();
        while (left.Count > 0)
        {
            var phrase = new List<int> { left[0] };
            left.RemoveAt(0);
            while (Next(term => AreSaidTogether(phrase[^1], term, lines, vocabulary)) is { } after) phrase.Add(after);
            while (Next(term => AreSaidTogether(term, phrase[0], lines, vocabulary)) is { } before) phrase.Insert(0, before);
            yield return string.Join(' ', phrase.Select(vocabulary.SpellingOf));
        }

        int? Next(Predicate<int> fits)
        {
            var at = left.FindIndex(fits);
            if (at < 0) return null;
            var term = left[at];
            left.RemoveAt(at);
            return term;
        }
    }

    // The second follows the first in half of the messages that hold the rarer of them.
    private static bool AreSaidTogether(int first, int second, IReadOnlyList<Line> lines, Vocabulary vocabulary)
    {
        int together = 0, firsts = 0, seconds = 0;
        foreach (var line in lines)
        {
            if (Array.BinarySearch(line.Terms, first) >= 0) firsts++;
            if (Array.BinarySearch(line.Terms, second) < 0) continue;
            seconds++;
            if (Enumerable.Range(1, Math.Max(0, line.Words.Count - 1)).Any(i => Is(line, i - 1, first, vocabulary) && Is(line, i, second, vocabulary))) together++;
        }

        return together >= Math.Min(2, lines.Count) && 2 * together >= Math.Min(firsts, seconds);
    }

    private static bool Is(Line line, int word, int term, Vocabulary vocabulary) => vocabulary.Find(line.Words[word].Key) == term;
}
