using CommunityIntel.Languages;
using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Tests.Languages;

public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> English = Of(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> French = Of(CultureInfo.GetCultureInfo("fr"));

    [Fact]
    public void Both_languages_have_the_same_texts() => French.Keys.Should().BeEquivalentTo(English.Keys);

    [Fact]
    public void No_text_is_empty()
    {
        English.Where(text => string.IsNullOrWhiteSpace(text.Value)).Should().BeEmpty();
        French.Where(text => string.IsNullOrWhiteSpace(text.Value)).Should().BeEmpty();
    }

    [Fact]
    public void A_translation_has_the_same_placeholders()
    {
        foreach (var (key, text) in English)
            Placeholders(French[key]).Should().BeEquivalentTo(Placeholders(text), "the text {0} has them", key);
    }

    [Fact]
    public void Every_plural_has_both_forms()
    {
        foreach (var key in English.Keys.Where(key => key.EndsWith(".one", StringComparison.Ordinal)))
            English.Should().ContainKey(key[..^4] + ".other");
    }

    [Theory]
    [InlineData("en-US", 0, "0 members"), InlineData("en-US", 1, "1 member"), InlineData("en-US", 2, "2 members")]
    [InlineData("fr-FR", 0, "0 membre"), InlineData("fr-FR", 1, "1 membre"), InlineData("fr-FR", 2, "2 membres")]
    public void Zero_is_singular_in_French_and_plural_in_English(string culture, long count, string text)
    {
        using var _ = new InCulture(culture);
        using var services = new ServiceCollection()
            .AddLogging()
            .AddLocalization(options => options.ResourcesPath = "Resources")
            .BuildServiceProvider();

        services.GetRequiredService<IStringLocalizer<Texts>>().Count("members", count).Should().Be(text);
    }

    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value).Distinct()];

    private static Dictionary<string, string> Of(CultureInfo culture) =>
        new ResourceManager("CommunityIntel.Languages.Resources.Texts", typeof(Texts).Assembly)
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
