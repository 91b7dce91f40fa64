using System.Globalization;
using System.Text;

namespace CommunityIntel.RankCards.Names;

/// <summary>
/// Which way each character of a line runs: Unicode's bidirectional algorithm (UAX #9) without explicit embeddings, which
/// <see cref="DisplayName"/> removes, and without pairing brackets. Classes come from ranges and general categories.
/// </summary>
internal static class Bidi
{
    private enum Class
    {
        L,
        R,
        AL,
        EN,
        ES,
        ET,
        AN,
        CS,
        NSM,
        BN,
        ON,
    }

    /// <summary>The embedding level of every rune; odd = right to left.</summary>
    public static byte[] Levels(IReadOnlyList<Rune> line)
    {
        var classes = line.Select(ClassOf).ToArray();
        var baseLevel = BaseLevel(classes);
        var outside = baseLevel == 0 ? Class.L : Class.R;
        ResolveWeak(classes, outside);
        ResolveNeutral(classes, outside);
        return [.. classes.Select(it => LevelOf(it, baseLevel))];
    }

    /// <summary>Rule L2: the order in which runs with these levels stand from left to right.</summary>
    public static int[] VisualOrder(IReadOnlyList<byte> levels)
    {
        var order = Enumerable.Range(0, levels.Count).ToArray();
        for (var level = levels.DefaultIfEmpty().Max(); level > 0; level--)
        {
            for (var start = 0; start < order.Length; start++)
            {
                if (levels[order[start]] < level) continue;
                var end = start;
                while (end < order.Length && levels[order[end]] >= level) end++;
                Array.Reverse(order, start, end - start);
                start = end;
            }
        }

        return order;
    }

    // P2, P3: the first strong character decides.
    private static byte BaseLevel(Class[] classes) =>
        (byte)(classes.FirstOrDefault(it => it is Class.L or Class.R or Class.AL) is Class.R or Class.AL ? 1 : 0);

    // W1 to W7.
    private static void ResolveWeak(Class[] it, Class outside)
    {
        for (var i = 0; i < it.Length; i++)
        {
            if (it[i] is Class.NSM or Class.BN) it[i] = i == 0 ? outside : it[i - 1];
        }

        var strong = outside;
        for (var i = 0; i < it.Length; i++)
        {
            if (it[i] is Class.L or Class.R or Class.AL) strong = it[i];
            else if (it[i] == Class.EN && strong == Class.AL) it[i] = Class.AN;
        }

        for (var i = 0; i < it.Length; i++)
        {
            if (it[i] == Class.AL) it[i] = Class.R;
        }

        for (var i = 1; i < it.Length - 1; i++)
        {
            if (it[i] is Class.ES or Class.CS && it[i - 1] == Class.EN && it[i + 1] == Class.EN) it[i] = Class.EN;
            else if (it[i] == Class.CS && it[i - 1] == Class.AN && it[i + 1] == Class.AN) it[i] = Class.AN;
        }

        for (var i = 1; i < it.Length; i++)
        {
            if (it[i] == Class.ET && it[i - 1] == Class.EN) it[i] = Class.EN;
        }

        for (var i = it.Length - 2; i >= 0; i--)
        {
            if (it[i] == Class.ET && it[i + 1] == Class.EN) it[i] = Class.EN;
        }

        strong = outside;
        for (var i = 0; i < it.Length; i++)
        {
            if (it[i] is Class.ES or Class.ET or Class.CS) it[i] = Class.ON;
            if (it[i] is Class.L or Class.R) strong = it[i];
            else if (it[i] == Class.EN && strong == Class.L) it[i] = Class.L;
        }
    }

    // N1, N2: neutrals between two of a kind go with them, others with the line.
    private static void ResolveNeutral(Class[] it, Class outside)
    {
        for (var start = 0; start < it.Length; start++)
        {
            if (it[start] != Class.ON) continue;
            var end = start;
            while (end < it.Length && it[end] == Class.ON) end++;
            var before = start == 0 ? outside : Side(it[start - 1]);
            var after = end == it.Length ? outside : Side(it[end]);
            Array.Fill(it, before == after ? before : outside, start, end - start);
            start = end;
        }
    }

    private static Class Side(Class it) => it == Class.L ? Class.L : Class.R;

    // I1, I2.
    private static byte LevelOf(Class it, byte baseLevel) => it switch
    {
        Class.L => (byte)(baseLevel == 0 ? 0 : 2),
        Class.R => 1,
        _ => 2,
    };

    private static Class ClassOf(Rune rune) => rune.Value switch
    {
        (>= '0' and <= '9') or 0xB2 or 0xB3 or 0xB9 or (>= 0x6F0 and <= 0x6F9) or (>= 0x2070 and <= 0x2079) or (>= 0x2080 and <= 0x2089)
            or (>= 0xFF10 and <= 0xFF19) or (>= 0x1D7CE and <= 0x1D7FF) => Class.EN,
        (>= 0x660 and <= 0x669) or 0x66B or 0x66C or (>= 0x600 and <= 0x605) or 0x6DD => Class.AN,
        '+' or '-' or 0x207A or 0x207B or 0x2212 or 0xFF0B or 0xFF0D => Class.ES,
        ',' or '.' or '/' or ':' or 0xA0 or 0x60C or 0x202F or 0x2044 or 0xFF0C or 0xFF0E or 0xFF0F or 0xFF1A => Class.CS,
        '#' or '%' or 0xB0 or 0xB1 or 0x66A or (>= 0x2030 and <= 0x2034) or 0x2213 or 0xFF03 or 0xFF05 => Class.ET,
        _ => ClassOf(rune, Rune.GetUnicodeCategory(rune)),
    };

    private static Class ClassOf(Rune rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Class.NSM,
        UnicodeCategory.Format or UnicodeCategory.Control => Class.BN,
        UnicodeCategory.CurrencySymbol => Class.ET,
        _ when IsArabicLetter(rune.Value) => Class.AL,
        _ when IsRightToLeft(rune.Value) => Class.R,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.DecimalDigitNumber
            => Class.L,
        _ when rune.Value is >= 0x249C and <= 0x24E9 => Class.L,
        _ => Class.ON,
    };

    private static bool IsArabicLetter(int character) => character
        is (>= 0x600 and <= 0x7BF) or (>= 0x860 and <= 0x8FF) or (>= 0xFB50 and <= 0xFDFF and not (0xFD3E or 0xFD3F)) or (>= 0xFE70 and <= 0xFEFE)
        or (>= 0x10D00 and <= 0x10D3F) or (>= 0x1EC70 and <= 0x1ECBF) or (>= 0x1EE00 and <= 0x1EEFF);

    private static bool IsRightToLeft(int character) => character
        is (>= 0x590 and <= 0x5FF) or (>= 0x7C0 and <= 0x85F) or (>= 0xFB1D and <= 0xFB4F) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
