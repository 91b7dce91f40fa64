using HarfBuzzSharp;

namespace CommunityIntel.RankCards.Fonts;

/// <summary>The font files that ship, and what each is for. Weight 600, or bold or regular where that is all there is.</summary>
internal static class FontCatalogue
{
    public const string Labels = "inter-latin-500";
    public const string Emoji = "noto-emoji";

    /// <summary>Asked first, for every character: Latin, Cyrillic, Greek.</summary>
    public static readonly string[] Letters =
    [
        "inter-latin-600", "inter-latin-ext-600", "inter-cyrillic-600", "inter-greek-600", "inter-vietnamese-600",
        "inter-cyrillic-ext-600", "inter-greek-ext-600", "noto-600",
    ];

    /// <summary>Asked for characters that belong to no script.</summary>
    public static readonly string[] Symbols = ["noto-symbols", "noto-symbols2", "noto-math", "noto-music", "noto-boxes"];

    /// <summary>The rare Han characters that no region's font of everyday ones has.</summary>
    public static readonly string[] RareHan = ["noto-han-600", "noto-kanji-600"];

    public const string Chinese = "noto-sc-600";
    public const string Taiwanese = "noto-tc-600";
    public const string Japanese = "noto-jp-600";
    public const string Korean = "noto-kr-600";

    public static readonly Dictionary<Script, string> OfScript = new()
    {
        [Script.Adlam] = "noto-adlam",
        [Script.Arabic] = "noto-arabic-600",
        [Script.Armenian] = "noto-armenian-600",
        [Script.Balinese] = "noto-balinese",
        [Script.Bamum] = "noto-bamum",
        [Script.Bengali] = "noto-bengali-600",
        [Script.Braille] = "noto-symbols2",
        [Script.Buginese] = "noto-buginese",
        [Script.CanadianSyllabics] = "noto-canadianaboriginal",
        [Script.Cham] = "noto-cham",
        [Script.Cherokee] = "noto-cherokee",
        [Script.Coptic] = "noto-coptic",
        [Script.Cuneiform] = "noto-cuneiform",
        [Script.Deseret] = "noto-deseret",
        [Script.Devanagari] = "noto-devanagari-600",
        [Script.EgyptianHieroglyphs] = "noto-egyptianhieroglyphs",
        [Script.Ethiopic] = "noto-ethiopic",
        [Script.Georgian] = "noto-georgian-600",
        [Script.Glagolitic] = "noto-glagolitic",
        [Script.Gothic] = "noto-gothic",
        [Script.Gujarati] = "noto-gujarati",
        [Script.Gurmukhi] = "noto-gurmukhi",
        [Script.Hebrew] = "noto-hebrew-600",
        [Script.Javanese] = "noto-javanese",
        [Script.Kannada] = "noto-kannada",
        [Script.KayahLi] = "noto-kayahli",
        [Script.Khmer] = "noto-khmer",
        [Script.Lao] = "noto-lao",
        [Script.Lisu] = "noto-lisu",
        [Script.Malayalam] = "noto-malayalam",
        [Script.MeeteiMayek] = "noto-meeteimayek",
        [Script.Mongolian] = "noto-mongolian",
        [Script.Myanmar] = "noto-myanmar",
        [Script.NewTaiLue] = "noto-newtailue",
        [Script.Nko] = "noto-nko",
        [Script.Ogham] = "noto-ogham",
        [Script.OlChiki] = "noto-olchiki",
        [Script.OldHungarian] = "noto-oldhungarian",
        [Script.OldItalic] = "noto-olditalic",
        [Script.OldTurkic] = "noto-oldturkic",
        [Script.Oriya] = "noto-oriya",
        [Script.Osmanya] = "noto-osmanya",
        [Script.PhagsPa] = "noto-phagspa",
        [Script.Phoenician] = "noto-phoenician",
        [Script.Runic] = "noto-runic",
        [Script.Shavian] = "noto-shavian",
        [Script.Sinhala] = "noto-sinhala",
        [Script.Sundanese] = "noto-sundanese",
        [Script.Syriac] = "noto-syriac",
        [Script.Tagalog] = "noto-tagalog",
        [Script.TaiLe] = "noto-taile",
        [Script.TaiTham] = "noto-taitham",
        [Script.Tamil] = "noto-tamil-600",
        [Script.Telugu] = "noto-telugu",
        [Script.Thaana] = "noto-thaana",
        [Script.Thai] = "noto-thai-600",
        [Script.Tibetan] = "noto-tibetan",
        [Script.Tifinagh] = "noto-tifinagh",
        [Script.Vai] = "noto-vai",
        [Script.Yi] = "noto-yi",
    };
}
