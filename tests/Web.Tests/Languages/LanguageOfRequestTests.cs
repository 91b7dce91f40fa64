using CommunityIntel.Web.Languages;
using Microsoft.AspNetCore.Http;

namespace CommunityIntel.Web.Tests.Languages;

public sealed class LanguageOfRequestTests
{
    [Theory]
    [InlineData(null, null, "en", "en-US")]
    [InlineData("fr-CA,en;q=0.5", null, "fr", "fr-FR")]
    [InlineData("de,en;q=0.3,fr;q=0.8", null, "fr", "fr-FR")]
    [InlineData("en-GB,en;q=0.9", null, "en", "en-GB")]
    [InlineData("de-DE", null, "en", "en-US")]
    [InlineData("en-US", "fr", "fr", "fr-FR")]
    [InlineData("fr", "en", "en", "en-US")]
    [InlineData("fr", "xx", "fr", "fr-FR")]
    public async Task The_cookie_wins_then_the_browser_then_English(string? accepted, string? cookie, string texts, string format)
    {
        var context = new DefaultHttpContext();
        if (accepted is not null)
            context.Request.Headers.AcceptLanguage = accepted;
        if (cookie is not null)
            context.Request.Headers.Cookie = $"{Language.CookieName}={cookie}";

        var result = await new LanguageOfRequest().DetermineProviderCultureResult(context);

        result!.UICultures.Should().ContainSingle().Which.Value.Should().Be(texts);
        result.Cultures.Should().ContainSingle().Which.Value.Should().Be(format);
    }
}
