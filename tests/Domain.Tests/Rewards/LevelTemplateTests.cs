using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Domain.Rewards;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Rewards;

public sealed partial class LevelTemplateTests
{
    private const string Usual = "{member} has reached level {level}.";
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly LevelNews News = new(7, "Zoé", 12, 34_567, "Café", ["Or", "Argent"]);

    // Halves of what must not come out whole, among words and placeholders.
    private static readonly Gen<string> Hostile =
        Gen.Elements("@", "everyone", "here", "<@&", "<@", "123>", ">", "{member}", "{name}", "{level}", "{xp}", "{server}", "{role}", "{", "}", "\n", "\\", "**", "😀", "@everyone", "@HERE", "x")
            .ListOf().Select(parts => string.Concat(parts));

    [Fact]
    public void Placeholders_are_filled_in_the_language_of_the_guild()
    {
        LevelTemplate.Render("{member} {name} {level} {xp} {server} {role}", Usual, News, French).Should().Be("<@7> Zoé 12 34\u202f567 Café Or, Argent");
        LevelTemplate.Render(null, Usual, News, French).Should().Be("<@7> has reached level 12.");
        LevelTemplate.Render("{role}", Usual, News with { Roles = [] }, French).Should().Be("<@7> has reached level 12.", "a blank message is none");
        LevelTemplate.Render("{name}", Usual, News with { Name = null }, French).Should().Be("<@7>");
    }

    [Fact]
    public void A_name_is_shown_as_it_is_written_and_fills_in_nothing()
    {
        var spoofed = News with { Name = "**{level}** @everyone\n<@1> [x](https://x.example)" };
        LevelTemplate.Render("{name}", Usual, spoofed, French).Should().Be("\\*\\*{level}\\*\\* \\@\u200beveryone\\<\\@1\\> \\[x\\]\\(https\\://x.example\\)");
    }

    [Fact]
    public void Words_in_braces_that_mean_nothing_are_named()
    {
        LevelTemplate.UnknownIn("{member} {level} {Level} {rang} {rang} { } {} {{name}}").Should().Equal("Level", "rang");
        LevelTemplate.Render("{rang}", Usual, News, French).Should().Be("{rang}");
    }

    [Fact]
    public void No_template_and_no_name_mentions_everyone_or_a_role() => Prop.ForAll((from t in Hostile from name in Hostile from server in Hostile select (t, name, server)).ToArbitrary(), c =>
    {
        var text = LevelTemplate.Render(c.t, Usual, News with { Name = c.name, Server = c.server, Roles = [c.name] }, French);
        return !MassMention().IsMatch(text);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_comes_out_is_never_blank_nor_over_length() => Prop.ForAll((from t in Hostile from name in Hostile from times in Gen.Choose(1, 300) select (t, name, times)).ToArbitrary(), c =>
    {
        var template = string.Concat(Enumerable.Repeat(c.t + "{name}", c.times));
        var text = LevelTemplate.Render(template, Usual, News with { Name = c.name + new string('*', 90) }, French);
        return text.Length is > 0 and <= LevelTemplate.LongestText && !string.IsNullOrWhiteSpace(text) && !char.IsHighSurrogate(text[^1]) && IsWhole(text);
    }).QuickCheckThrowOnFailure();

    private static bool IsWhole(string text) => text.EnumerateRunes().All(r => r != System.Text.Rune.ReplacementChar);

    [GeneratedRegex(@"@(everyone|here)|<@&", RegexOptions.IgnoreCase)]
    private static partial Regex MassMention();
}
