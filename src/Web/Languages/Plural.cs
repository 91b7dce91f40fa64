using System.Globalization;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Languages;

public static class Plural
{
    /// <summary>
    /// The text <c>key.one</c> or <c>key.other</c> with the count, grouped, as {0}. French counts 0 and 1 as one,
    /// English only 1 (Unicode CLDR, plural rules).
    /// </summary>
    public static string Count(this IStringLocalizer texts, string key, long count)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[$"{key}.{(IsOne(count) ? "one" : "other")}", count.ToString("N0", CultureInfo.CurrentCulture)];
    }

    private static bool IsOne(long count) => Language.Current == Language.French ? Math.Abs(count) < 2 : Math.Abs(count) == 1;
}
