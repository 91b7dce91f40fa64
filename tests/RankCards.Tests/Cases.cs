namespace CommunityIntel.RankCards.Tests;

/// <summary>Names as people give them to themselves, and worse.</summary>
internal static class Cases
{
    /// <summary>Every character of these is in a font.</summary>
    public static readonly Dictionary<string, string> Names = new()
    {
        ["latin"] = "Amélie Laurent",
        ["latin extended"] = "Ștefan Žižek Łódź",
        ["vietnamese"] = "Nguyễn Thị Hương",
        ["vietnamese, decomposed"] = "Nguyễn Thị Hương".Normalize(System.Text.NormalizationForm.FormD),
        ["cyrillic"] = "Наталья Їжак",
        ["greek"] = "Ωμέγα Ἀθηνᾶ",
        ["arabic"] = "محمد الأمين",
        ["arabic with digits"] = "محمد الأمين 7 xX",
        ["persian, joiner"] = "می‌خواهم",
        ["hebrew"] = "שלום עולם (דן)",
        ["latin, then arabic"] = "Sara سارة 2026 ok",
        ["syriac and thaana"] = "ܫܠܡܐ ދިވެހި",
        ["thai"] = "ที่รัก น้ำผึ้ง",
        ["devanagari"] = "क्षत्रिय हिन्दी ज्ञान",
        ["bengali"] = "বাংলা শ্রী",
        ["tamil"] = "தமிழ் ஸ்ரீ",
        ["south indian"] = "తెలుగు ಕನ್ನಡ മലയാളം",
        ["north indian"] = "ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ",
        ["sinhala, burmese, khmer, lao"] = "සිංහල မြန်မာ ខ្មែរ ລາວ",
        ["tibetan, mongolian"] = "བོད་ཡིག ᠮᠣᠩᠭᠣᠯ",
        ["georgian, armenian"] = "ქართული Հայերեն",
        ["ethiopic, tifinagh, nko"] = "አማርኛ ⵜⴰⵎⴰⵣⵉⵖⵜ ߒߞߏ",
        ["japanese"] = "黒沢・七海「ななみ」ツ",
        ["korean"] = "김민준 한국어 金",
        ["chinese, simplified"] = "简体中文 龙猫",
        ["chinese, traditional"] = "繁體中文 ㄅㄆㄇ",
        ["rare han"] = "龘靐齉𠮷 囍",
        ["full width"] = "ＶＡＰＯＲ　ｗａｖｅ１９９９",
        ["mathematical"] = "𝕯𝖆𝖗𝖐 𝓠𝓾𝓮𝓮𝓷 𝟙𝟚𝟛",
        ["small capitals, raised"] = "ꜱᴍᴀʟʟ ᴄᴀᴘꜱ ˣᴼ ⁿᵒ",
        ["circled, squared"] = "Ⓒⓘⓡⓒⓛⓔ 🄰🄱🄲 ①②",
        ["ornaments"] = "꧁༺ ★ Ninja ★ ༻꧂",
        ["hieroglyphs"] = "𓆩♡𓆪 ꒰ঌ ໒꒱ 𒀱",
        ["borrowed letters"] = "ᗩᗷᑕ Ꮇꭺꭱꮶ ᛟᚱᛞᛁᚾ 卂乃",
        ["symbols"] = "☾✧♪ ➤ ∞ ≈ ⚔ ⛧ ☭ ♛ ☂ ⣿⡇",
        ["currency, punctuation"] = "€ ₿ ₹ ‹x› „q“ ‽ … — ©®™",
        ["emoji"] = "Zoé ✨🎮🫠🩷🪿",
        ["emoji, joined"] = "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥 🐻‍❄️",
        ["emoji, flags"] = "🇫🇷 🇩🇪 🇯🇵 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴‍☠️",
        ["emoji, skin tones"] = "👍🏻👍🏼👍🏽👍🏾👍🏿 🫱🏿‍🫲🏻",
        ["emoji, keycaps and styles"] = "1️⃣ #️⃣ ❤ ❤️ ☺︎ ☺️ 123",
        ["emoji, loose parts"] = "🇦 🇽🇽 🏽 👨‍🍕 ♂ ☎",
        ["kaomoji"] = "(╯°□°)╯︵ ┻━┻ ʕ•ᴥ•ʔ",
        ["kaomoji, accents"] = "( ͡° ͜ʖ ͡°) ¯\\_(ツ)_/¯",
        ["blocks, arrows, shapes"] = "▓▒░ █▄ ← ⇒ ↯ ◆ ● △ ✓ ✗ ❖ 𝄞",
        ["ligatures, enclosing marks"] = "ﷺ ﷽ ﬁ a⃝ k⃣ ½",
        ["urdu, pashto, uyghur, yiddish"] = "اُردُو پښتو ئۇيغۇر ייִדיש",
        ["hundred emoji"] = string.Concat(Enumerable.Repeat("🦊🌻🚀😀👩🏽‍🚀", 20)),
        ["very long"] = "The quick brown fox jumps over the lazy dog and never comes back again",
        ["very long arabic"] = "محمد الأمين بن عبد الله الطويل جدا الذي لا ينتهي اسمه أبدا في هذا السطر",
        ["very long japanese"] = "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処",
        ["one word"] = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        ["zalgo"] = "Z̸̢̛̹̪͇̙̩̓̽̄̒̈́͝a̷̛͚̗͕͆̐͛̓l̶̨̛̰̤̩̺̿̌́̈́g̴̡̙͎̃̈́̈̚ͅo̵̧̱̼͔̎͌̌͠",
        ["overrides"] = "abc\u202Edef\u202C \u2066ghi\u2069 \u200Fx",
        ["line breaks"] = "one\r\ntwo\u2028three\tfour",
        ["lone surrogate"] = "a\uD83Db",
    };

    /// <summary>Nothing in them can be seen.</summary>
    public static readonly Dictionary<string, string> Invisible = new()
    {
        ["empty"] = "",
        ["spaces"] = " \u00A0\u3000 ",
        ["zero width"] = "\u200B\u200D\uFEFF\u2060",
        ["Hangul filler"] = "\u3164\uFFA0",
        ["braille blank"] = "\u2800\u2800",
        ["combining marks"] = "\u0301\u0302\u0489",
        ["selectors"] = "\uFE0F\uFE0E",
        ["overrides"] = "\u202E\u202D\u2066",
    };
}
