using System.Globalization;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>
/// Little conversations that are worth summing up: several people on one subject, at times with a decision or an event, at times ending in a question
/// that nobody answers. The salt of a line gives the same text each time: its upper 24 bits are the conversation's, the others the line's place in it.
/// </summary>
public static class Talks
{
    /// <summary>The place of a question that ends a conversation.</summary>
    public const int Question = 255;

    private const int DecisionAt = 4, EventAt = 2;

    /// <summary>A conversation, with place 0.</summary>
    public static uint Of(uint salt) => salt & ~0xFFu;

    /// <summary>Whether a conversation ends in a question.</summary>
    public static bool EndsInQuestion(uint talk) => (talk >> 8) % 4 == 0;

    /// <summary>The salt of the n-th line; they come again after many.</summary>
    public static uint Line(uint talk, int place) => Of(talk) | (uint)(place % Question);

    public static string Text(string locale, string room, uint salt)
    {
        var tongue = locale == "fr" ? FrenchTalk.Tongue : EnglishTalk.Tongue;
        var chance = new Chance(Of(salt));
        var subject = chance.Pick(tongue.SubjectsIn(room));
        var (kind, first) = (chance.Below(3), chance.Below(1 << 16));
        var place = (int)(salt & 0xFF);
        var line = new Chance(salt);
        // A number has nothing to do with what else was drawn from the salt.
        line.Next();
        if (place == Question) return Filled(line.Pick(subject.Asks), tongue, ref line);
        if (kind == 0 && place == DecisionAt) return Filled(subject.Decided, tongue, ref line);
        if (kind == 1 && place == EventAt) return Filled(subject.Happens, tongue, ref line);
        if (place > 0 && line.Hits(0.15)) return line.Pick(tongue.Short);
        // In turns, so that nothing is said twice in a conversation of usual length.
        var step = first + place / 2;
        return place % 2 == 0
            ? Filled(tongue.Frames[step % tongue.Frames.Length].Replace("{0}", line.Pick(subject.Things), StringComparison.Ordinal), tongue, ref line)
            : Filled(subject.Says[step % subject.Says.Length], tongue, ref line);
    }

    private static string Filled(string text, Tongue tongue, ref Chance chance) => text
        .Replace("{n}", chance.Between(3, 48).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{d}", chance.Pick(tongue.Days), StringComparison.Ordinal)
        .Replace("{h}", (tongue.Days[0] == "lundi" ? chance.Between(18, 22) : chance.Between(6, 10)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
