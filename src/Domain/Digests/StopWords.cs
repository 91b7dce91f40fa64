namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Words that say nothing of a topic: function words, verbs and adjectives of every talk, chat fillers. Folded, and singular where the
/// tokeniser makes them so.
/// </summary>
internal static partial class StopWords
{
    private static readonly HashSet<string> English = SetOf(EnglishWords), French = SetOf(FrenchWords);

    // Function words of the one language that are nouns worth a title in the other: "pain", "car", "chat"; "but", "son", "or".
    private static readonly HashSet<string> FrenchOnly = SetOf(
        "car chat font main pain point pour sort tour fin part sur mine met cent dire note son plus fort site son vol moment merci dame pose test type vers autour bout temps fait gens rate coup idee"),
        EnglishOnly = SetOf("but on or as fine main son comment place champ dent pub talent sent ten four mode");

    /// <summary>Stop words of both languages count everywhere, but for those that mean something else in <paramref name="language"/>.</summary>
    public static bool Contains(string key, DigestLanguage language) => language == DigestLanguage.French
        ? French.Contains(key) || (English.Contains(key) && !EnglishOnly.Contains(key))
        : English.Contains(key) || (French.Contains(key) && !FrenchOnly.Contains(key));

    /// <summary>Whether a reader of English or French would know the word: what is written is in a language that is understood here.</summary>
    public static bool Knows(string key) => English.Contains(key) || French.Contains(key);

    private static HashSet<string> SetOf(string words) =>
        [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => (string[])[word, Folding.Singular(word)])];
}
