using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace CommunityIntel.Web.Languages;

/// <summary>The cookie that the language switch sets, else the first language of Accept-Language that we speak, else English.</summary>
public sealed class LanguageOfRequest : RequestCultureProvider
{
    private static readonly CultureInfo BritishFormat = CultureInfo.GetCultureInfo("en-GB");

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var accepted = Accepted(httpContext.Request);
        var language = Language.Find(httpContext.Request.Cookies[Language.CookieName])
            ?? accepted.Select(tag => Language.Find(Primary(tag))).FirstOrDefault(found => found is not null)
            ?? Language.English;
        var format = language == Language.English && PrefersBritish(accepted) ? BritishFormat : language.Format;
        return Task.FromResult<ProviderCultureResult?>(new(format.Name, language.Code));
    }

    private static bool PrefersBritish(IReadOnlyList<string> accepted) =>
        string.Equals(accepted.FirstOrDefault(tag => Primary(tag) == "en"), "en-GB", StringComparison.OrdinalIgnoreCase);

    private static List<string> Accepted(HttpRequest request) =>
        [.. request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(header => header.Quality ?? 1)
            .Select(header => header.Value.ToString())];

    private static string Primary(string tag) => tag.Split('-')[0].ToLowerInvariant();
}
