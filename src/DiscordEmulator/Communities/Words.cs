using System.Globalization;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>Names and sentences of simulated people, from short word lists. A salt gives the same text each time.</summary>
public static class Words
{
    private static readonly string[] Given =
    [
        "Camille", "Léa", "Zoé", "Maël", "Inès", "François", "Jérôme", "Anaïs", "Noémie", "Théo", "Sam", "Alex", "Robin", "Maya", "Owen", "Ruby", "Jonas",
        "Søren", "Åsa", "Łukasz", "Żaneta", "José", "Íñigo", "João", "Ömer", "Çelik", "Đặng", "Nguyễn", "由紀", "健太", "小雨", "王伟", "李娜", "서연", "민준",
        "ليلى", "يوسف", "نور", "Ольга", "Дмитрий", "Ελένη", "Priya", "अर्जुन", "Kofi", "Amara", "🦊 Vix", "Neo✨", "🌙luna", "pixel", "mono", "tofu", "quark",
    ];

    private static readonly string[] Tails = ["", "", "", "42", "_dev", "x", ".fr", "77", "_art", "zen", "99", "_o", "lab", "🎮"];

    private static readonly string[] FrenchOpenings =
    ["je pense que", "franchement", "à mon avis", "hier soir", "quelqu'un sait si", "j'ai vu que", "ce week-end", "pour info", "du coup", "dis-moi", "sans rire", "bonne nouvelle :"];

    private static readonly string[] FrenchMiddles =
    ["la nouvelle version", "le tournoi", "notre serveur", "le prochain atelier", "la partie d'hier", "le café du coin", "cette carte", "le salon vocal", "la recette", "mon projet", "l'épisode", "le débat"];

    private static readonly string[] FrenchEndings =
    ["est vraiment top", "commence à 21h", "me plaît bien", "marche enfin !", "a été reporté", "manque un peu de rythme", "vaut le détour 😄", "reste à finir", "m'a surpris", "est en ligne", "c'était génial", "demande un peu d'aide"];

    private static readonly string[] EnglishOpenings =
    ["I think", "honestly", "last night", "does anyone know if", "just saw that", "this weekend", "fyi", "so apparently", "not gonna lie,", "good news:", "quick question,", "imo"];

    private static readonly string[] EnglishMiddles =
    ["the new release", "the tournament", "our server", "the next workshop", "yesterday's match", "the update", "this map", "the voice channel", "that recipe", "my project", "the episode", "the whole thread"];

    private static readonly string[] EnglishEndings =
    ["is really great", "starts at 9pm", "works for me", "is finally fixed!", "got delayed", "feels a bit slow", "is worth a look 😄", "still needs work", "surprised me", "is online now", "was so much fun", "could use some help"];

    private static readonly string[] FrenchShort = ["oui", "non", "mdr", "d'accord", "merci !", "bien joué 👏", "pareil", "salut tout le monde", "à demain", "👍", "haha", "bonne idée"];

    private static readonly string[] EnglishShort = ["yes", "nope", "lol", "agreed", "thanks!", "well played 👏", "same here", "hi everyone", "see you", "👍", "haha", "good idea"];

    private static readonly (string Name, string Locale)[] Guilds =
    [
        ("Les Joueurs du Soir", "fr"), ("Indie Forge", "en-US"), ("Atelier Cuisine 🍲", "fr"), ("Rust & Coffee", "en-US"), ("Astronomie Québec", "fr"),
        ("日本語クラブ", "en-US"), ("Échecs & Stratégie", "fr"), ("Trail Runners", "en-US"), ("مجتمع التصوير", "en-US"), ("Musique Libre 🎵", "fr"),
    ];

    public static (string Name, string Locale) Guild(int index)
    {
        var (name, locale) = Guilds[index % Guilds.Length];
        return (index < Guilds.Length ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {index / Guilds.Length + 1}"), locale);
    }

    public static string DisplayName(ref Chance chance) => chance.Pick(Given) + chance.Pick(Tails);

    /// <summary>Lower-case Latin user name, unique by its number.</summary>
    public static string UserName(ref Chance chance, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{chance.Pick(Latin)}{chance.Pick(Latin)}{number}");

    private static readonly string[] Latin = ["ka", "mo", "ri", "te", "lo", "su", "ni", "ve", "da", "pho", "zu", "ar", "el", "fin", "gre", "hex"];

    public static string Sentence(string locale, uint salt)
    {
        var chance = new Chance(salt);
        var french = locale == "fr";
        if (chance.Hits(0.3)) return chance.Pick(french ? FrenchShort : EnglishShort);
        var text = One(ref chance, french);
        while (chance.Hits(0.25)) text += (chance.Hits(0.5) ? ". " : ", ") + One(ref chance, french);
        return text;
    }

    private static string One(ref Chance chance, bool french) =>
        $"{chance.Pick(french ? FrenchOpenings : EnglishOpenings)} {chance.Pick(french ? FrenchMiddles : EnglishMiddles)} {chance.Pick(french ? FrenchEndings : EnglishEndings)}";
}
