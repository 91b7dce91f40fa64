using System.Globalization;

namespace CommunityIntel.Web.Languages;

/// <summary>
/// A language of the product. Texts follow the language; figures and dates need a specific culture,
/// because a neutral one has no currency, no first weekday and no day order.
/// </summary>
public sealed record Language(string Code, string OwnName, CultureInfo Format)
{
    public const string CookieName = "language";

    public static readonly Language English = new("en", "English", CultureInfo.GetCultureInfo("en-US"));
    public static readonly Language French = new("fr", "Français", CultureInfo.GetCultureInfo("fr-FR"));

    public static IReadOnlyList<Language> All { get; } = [English, French];

    public static Language Current => Find(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? English;

    public Language Other => this == English ? French : English;

    public CultureInfo Texts => CultureInfo.GetCultureInfo(Code);

    public static Language? Find(string? code) => All.FirstOrDefault(language => language.Code == code);
}
