namespace CommunityIntel.Domain.Digests;

/// <summary>The telling words of a period, numbered in the order in which they were first written, with how they were spelled.</summary>
internal sealed class Vocabulary(DigestLanguage language)
{
    // English; French verbs end as its nouns do.
    private static readonly string[] VerbEndings = ["ing", "ed", "ly"];

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<Dictionary<string, int>> _spellings = [];

    public int Count => _spellings.Count;

    /// <summary>Numbers of the telling words, each once, ascending.</summary>
    public int[] Read(IReadOnlyList<Word> words)
    {
        var terms = new SortedSet<int>();
        foreach (var word in words)
        {
            if (!IsTelling(word.Key)) continue;
            var term = NumberOf(word.Key);
            _spellings[term][word.Surface] = _spellings[term].GetValueOrDefault(word.Surface) + 1;
            terms.Add(term);
        }

        return [.. terms];
    }

    /// <summary>-1 = not a telling word of the period.</summary>
    public int Find(string key) => _numbers.GetValueOrDefault(key, -1);

    /// <summary>As people wrote it most often.</summary>
    public string SpellingOf(int term) =>
        _spellings[term].OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).First().Key;

    /// <summary>How likely the word names a thing, by its form: verbs and adverbs stand out of a talk and say little of it.</summary>
    public double ThingnessOf(int term)
    {
        var spelling = SpellingOf(term);
        var named = char.IsUpper(spelling[0]) ? 1.3 : 1;
        return spelling.Length > 5 && VerbEndings.Any(end => spelling.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? 0.4 * named : named;
    }

    private int NumberOf(string key)
    {
        if (_numbers.TryGetValue(key, out var term)) return term;
        _numbers.Add(key, _spellings.Count);
        _spellings.Add([]);
        return _spellings.Count - 1;
    }

    private bool IsTelling(string key) => key.Length >= 2 && key.Any(char.IsLetter) && !IsLaughter(key) && !StopWords.Contains(key, language);

    // "hahahaha", "looool", "aaaah": few letters, often.
    private static bool IsLaughter(string key) => key.Length >= 5 && key.Distinct().Count() <= 2;
}
