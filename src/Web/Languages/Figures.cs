using System.Globalization;

namespace CommunityIntel.Web.Languages;

/// <summary>Numbers as people read them, in the current formatting culture.</summary>
public static class Figures
{
    private const string Minus = "−";

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static bool French => Culture.TwoLetterISOLanguageName == "fr";

    /// <summary>Three or four significant digits: 9,994 · 128.4K · 1.2M, in French 128,4 k.</summary>
    public static string Compact(double value) => Math.Abs(value) switch
    {
        >= 999_950 => Scaled(value / 1e6, "M"),
        >= 9_999.5 => Scaled(value / 1e3, French ? "k" : "K"),
        _ => Exact(value),
    };

    public static string Exact(double value) => Math.Round(value).ToString("N0", Culture);

    /// <summary>With its sign, also when positive: +404.</summary>
    public static string WithSign(double value)
    {
        var rounded = Math.Round(value);
        return (rounded > 0 ? "+" : rounded < 0 ? Minus : "") + Compact(Math.Abs(rounded));
    }

    /// <summary>One decimal below ten, none above: 3.4 · 38.</summary>
    public static string Rounded(double value) =>
        Math.Abs(value) is > 0 and < 9.95 ? value.ToString("#,0.#", Culture) : Compact(value);

    /// <summary>The size of a change, without sign: 41 %, 6.1 %.</summary>
    public static string Percent(double share)
    {
        var size = Math.Abs(share);
        return size switch
        {
            >= 9.995 when share > 0 => "×" + (size + 1).ToString("#,0", Culture),
            >= .0995 => size.ToString("P0", Culture),
            _ => size.ToString("P1", Culture),
        };
    }

    /// <summary>The change with its sign: +17 % · −4.2 % · ×12 from eleven times as much on.</summary>
    public static string Change(double share)
    {
        var text = Percent(share);
        return text.StartsWith('×') && share > 0 ? text : (share > 0 ? "+" : share < 0 ? Minus : "") + text;
    }

    private static string Scaled(double value, string unit) =>
        value.ToString(Math.Abs(value) >= 999.95 ? "#,0" : "#,0.#", Culture) + (French ? "\u202f" : "") + unit;
}
