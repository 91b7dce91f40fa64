using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Domain.Messages;

namespace CommunityIntel.Domain.Rewards;

/// <summary>What a level-up message can tell. <c>Name</c> null = never seen by name. <c>Roles</c>: names of those that the level gives.</summary>
public sealed record LevelNews(long UserId, string? Name, int Level, long Xp, string Server, IReadOnlyList<string> Roles)
{
    public bool Equals(LevelNews? other) => other is not null && UserId == other.UserId && Name == other.Name && Level == other.Level
        && Xp == other.Xp && Server == other.Server && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(UserId, Level, Xp, Roles.Count);
}

/// <summary>
/// A guild's own words for a level-up, with placeholders in braces. What comes out is at most <see cref="LongestText"/> characters, and
/// holds no mention of everyone, of those here or of a role; names are shown as they are written.
/// </summary>
public static partial class LevelTemplate
{
    public const int LongestTemplate = 1_500;

    /// <summary>Discord API reference, Create Message.</summary>
    public const int LongestText = 2_000;

    private const int LongestName = 100;

    public static IReadOnlyList<string> Placeholders { get; } = ["member", "name", "level", "xp", "server", "role"];

    /// <summary>Words in braces that mean nothing, each once, as they are written.</summary>
    public static IReadOnlyList<string> UnknownIn(string template) =>
        [.. Placeholder().Matches(template).Select(m => m.Groups[1].Value).Where(word => !Placeholders.Contains(word)).Distinct()];

    /// <summary>The message, by the template or, without one or when it comes out blank, by <paramref name="usual"/>.</summary>
    public static string Render(string? template, string usual, LevelNews news, CultureInfo culture)
    {
        var text = template is null ? "" : Fill(template, news, culture);
        return string.IsNullOrWhiteSpace(text) ? Fill(usual, news, culture) : text;
    }

    private static string Fill(string template, LevelNews news, CultureInfo culture)
    {
        var filled = Placeholder().Replace(template, m => m.Groups[1].Value switch
        {
            "member" => Mention(news.UserId),
            "name" => news.Name is { } name ? Name(name) : Mention(news.UserId),
            "level" => news.Level.ToString("N0", culture),
            "xp" => news.Xp.ToString("N0", culture),
            "server" => Name(news.Server),
            "role" => string.Join(", ", news.Roles.Select(Name)),
            _ => m.Value,
        });
        // In the whole text: a template may put the one half of a mention before a name that is the other.
        return Cut(MassMention().Replace(filled, m => $"{m.Value[..^1]}\u200b{m.Value[^1]}"));
    }

    private static string Mention(long userId) => string.Create(CultureInfo.InvariantCulture, $"<@{userId}>");

    private static string Name(string name) => PlainText.Of(Cut(name, LongestName));

    private static string Cut(string text, int most = LongestText)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    [GeneratedRegex(@"\{([\p{L}_]{1,40})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // Its last character here is parted from it by an invisible one.
    [GeneratedRegex("@(?:e(?=veryone)|h(?=ere))|<@&", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MassMention();
}
