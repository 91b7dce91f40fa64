using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.Web.Preferences;

/// <summary>Plain forms that set a cookie and go back to the page they came from.</summary>
public static class PreferenceEndpoints
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapPreferences(this IEndpointRouteBuilder endpoints)
    {
        var forms = endpoints.MapGroup("").RequireRateLimiting(RateLimits.Pages);
        forms.MapPost("/preferences/theme", (HttpContext context, [FromForm] string? theme) =>
            Set(context, ReaderPreferences.ThemeCookie, ReaderPreferences.ThemeOrNull(theme), readable: true));
        forms.MapPost("/preferences/language", (HttpContext context, [FromForm] string? language) =>
            Set(context, Language.CookieName, Language.Find(language)?.Code, readable: false));
        forms.MapPost("/preferences/shortcuts", (HttpContext context, [FromForm] string? shortcuts) =>
            Set(context, ReaderPreferences.ShortcutsCookie, shortcuts == ReaderPreferences.Off ? ReaderPreferences.Off : null, readable: false));
    }

    /// <summary>Null takes the cookie away: as the system, as the browser. The theme is also written by the page's script.</summary>
    private static IResult Set(HttpContext context, string cookie, string? value, bool readable)
    {
        var options = new CookieOptions
        {
            Path = "/",
            MaxAge = Kept,
            SameSite = SameSiteMode.Lax,
            HttpOnly = !readable,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        };
        if (value is null)
            context.Response.Cookies.Delete(cookie, options);
        else
            context.Response.Cookies.Append(cookie, value, options);
        return Results.LocalRedirect(LocalAddress.OfReferer(context.Request, "/"));
    }
}
