using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>How well a message reads alone, as a quotation: 0 = not at all, 1 = a sentence of middle length that leans on nothing before it.</summary>
internal static partial class Fitness
{
    /// <summary>UTF-16 code units of a quotation that is read in passing.</summary>
    public const int Shortest = 30, Longest = 240;

    private const int FewestWords = 5, MostBreaks = 3;

    private const string Closes = ".!?)\"»";

    public static double Of(Line line) => OfAnnouncement(line) * (LeansOnOthers().IsMatch(line.Text.Folded) ? 0.35 : 1);

    /// <summary>The same, but for leaning on what was said before: "it's decided" tells what.</summary>
    public static double OfAnnouncement(Line line)
    {
        var text = line.Text;
        if (line.IsCopy || text.IsCommand || line.Terms.Length == 0 || line.Message.Text.Length > DigestRules.LongestText) return 0;
        if (line.Message.Text.Contains("```", StringComparison.Ordinal) || !IsSentence(line) || text.LooksLikeCode || Greeting().IsMatch(text.Folded)) return 0;
        var breaks = line.Message.Text.AsSpan().Trim().Count('\n');
        if (breaks > MostBreaks) return 0;
        var fit = breaks == 0 ? 1.0 : 0.5;
        if (text.Plain.Length is < 50 or > Longest) fit *= 0.7;
        if (text.HasCode) fit *= 0.8;
        if (text.HasLink) fit *= 0.6;
        if (text.HasMention) fit *= 0.25;
        if (line.Message.ReplyToId != 0) fit *= 0.7;
        if (IsToOnePerson().IsMatch(text.Folded)) fit *= 0.7;
        if (!line.Understood) fit *= 0.5;
        if (text.Plain.EndsWith('?')) fit *= 0.8;
        if (!char.IsUpper(text.Plain[0]) || !Closes.Contains(text.Plain[^1])) fit *= 0.85;
        if (text.Plain.EndsWith("...", StringComparison.Ordinal) || text.Plain.EndsWith('…') || text.Plain.EndsWith(':')) fit *= 0.5;
        return fit;
    }

    /// <summary>Enough words of letters, not shouted; scripts without spaces count by their characters.</summary>
    public static bool IsSentence(Line line)
    {
        var plain = line.Text.Plain;
        if (plain.Length < Shortest && !plain.Any(Tokeniser.IsUnspaced)) return false;
        if (line.Words.Count < FewestWords) return false;
        int letters = plain.Count(char.IsLetter), capitals = plain.Count(char.IsUpper), spaces = plain.Count(c => c == ' '), marks = plain.Count(Folding.IsDiacritic);
        return letters >= 0.75 * (plain.Length - spaces) && capitals <= 0.4 * letters && marks <= 0.1 * letters;
    }

    [GeneratedRegex(@"^(?:hi|hello|hey+|yo|sup|good (?:morning|evening|night|afternoon)|morning|welcome|thank(?:s| you)|thx|congrat\w*|bonjour|bonsoir|salut|coucou|hello|bienvenue|merci|bravo|felicitations?|gg)\b")]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"^(?:i (?:see|agree|know|mean|guess|did|do|don't know|just did)|nice|cool|great|good|wow|it|its|it's|that|thats|that's|this|these|those|he|she|they|them|his|her|and|but|so|or|then|also|too|because|cause|cuz|well|oh+|ah+|hm+|yes|yeah|yep|yup|no|nope|nah|ok|okay|lol|haha\w*|same|which|thus|maybe|sure|right|true|exactly|indeed|agreed|anyway|btw|actually|not|sorry|like|there|here|even|both|either|neither|unless|until|if (?:so|not)|you|your|what|why"
        + @"|oui|ouais|non|nan|mais|et|donc|du coup|ca|c'est|c'etait|cela|ce|il|elle|ils|elles|lui|ben|bah|bon|ok|mdr|ah|oh|alors|sinon|pareil|voila|parce|car|en fait|d'accord|aussi|meme|tu|t'as|toi|ou|dsl|desole|si)\b")]
    private static partial Regex LeansOnOthers();

    [GeneratedRegex(@"\b(?:you|your|you're|ur|tu|ton|ta|tes|toi)\b")]
    private static partial Regex IsToOnePerson();
}
