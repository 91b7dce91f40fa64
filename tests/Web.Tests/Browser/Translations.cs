using CommunityIntel.Languages;
using System.Collections;
using System.Globalization;
using System.Resources;

namespace CommunityIntel.Web.Tests.Browser;

public static class Translations
{
    /// <summary>English texts without placeholders whose French is different, and which are no French text either.</summary>
    public static IReadOnlySet<string> EnglishOnly()
    {
        var resources = new ResourceManager("CommunityIntel.Languages.Resources.Texts", typeof(Texts).Assembly);
        var (english, french) = (Of(resources, CultureInfo.InvariantCulture), Of(resources, CultureInfo.GetCultureInfo("fr")));
        return english.Where(text => !text.Value.Contains('{', StringComparison.Ordinal) && french[text.Key] != text.Value)
            .Select(text => text.Value.Trim())
            .Except(french.Values)
            .ToHashSet();
    }

    private static Dictionary<string, string> Of(ResourceManager resources, CultureInfo culture) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
}
