namespace CommunityIntel.Web.Preferences;

/// <summary>What a reader chose for this browser. <c>Theme</c> null = as the system.</summary>
public sealed record ReaderPreferences(string? Theme, bool Shortcuts)
{
    public const string ThemeCookie = "theme";
    public const string ShortcutsCookie = "shortcuts";
    public const string Dark = "dark";
    public const string Light = "light";
    public const string Off = "off";

    public static ReaderPreferences Of(HttpContext? context) => new(
        ThemeOrNull(context?.Request.Cookies[ThemeCookie]),
        context?.Request.Cookies[ShortcutsCookie] != Off);

    public static string? ThemeOrNull(string? theme) => theme is Dark or Light ? theme : null;
}
