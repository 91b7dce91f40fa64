namespace CommunityIntel.Web.Tests;

public sealed class PageTests(ScriptedSite site)
{
    private static readonly string[] Pages =
        ["/", "/help", "/privacy", "/terms", "/status", "/guilds", "/me", $"/g/{ScriptedSite.GuildId}", $"/g/{ScriptedSite.GuildId}/leaderboard", $"/g/{ScriptedSite.GuildId}/members/5", $"/g/{ScriptedSite.GuildId}/digests", $"/g/{ScriptedSite.GuildId}/digests/week/2026-11-16", $"/g/{ScriptedSite.GuildId}/settings/digest", "/nowhere"];

    [Fact]
    public async Task Nothing_is_inline_that_the_policy_would_refuse()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Owner);
        foreach (var page in Pages)
        {
            var answer = await visitor.GetAsync(page);
            var html = await answer.Content.ReadAsStringAsync();

            answer.Headers.GetValues("Content-Security-Policy").Single().Should()
                .Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            html.Should().NotContain(" style=", page).And.NotContain("<style", page).And.NotContain("javascript:", page);
            html.Should().NotMatchRegex("<[a-z]+[^>]* on[a-z]+=", page);
        }
    }

    [Fact]
    public async Task No_link_leads_nowhere()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Owner);
        HashSet<string> links = [];
        foreach (var page in Pages)
        {
            var html = await (await visitor.GetAsync(page)).Content.ReadAsStringAsync();
            links.UnionWith(System.Text.RegularExpressions.Regex.Matches(html, "(?:href|src)=\"(/[^\"#]*|[a-z_][^\":#]*)\"")
                .Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)));
        }

        links.Should().HaveCountGreaterThan(10);
        foreach (var link in links)
            ((int)(await visitor.GetAsync(link)).StatusCode).Should().BeLessThan(400, link);
    }

    [Fact]
    public async Task A_key_never_shows_instead_of_its_text()
    {
        foreach (var language in new[] { "en", "fr" })
        {
            using var visitor = await site.SignedInAsync(ScriptedAccounts.Owner, language);
            foreach (var page in Pages)
            {
                var html = await (await visitor.GetAsync(page)).Content.ReadAsStringAsync();
                html.Should().Contain($"<html lang=\"{language}\"", page);
                html.Should().NotMatchRegex(@">\s*[a-z-]+(\.[a-z0-9-]+)+\s*<", page);
            }
        }
    }

    [Fact]
    public async Task The_leaderboard_has_no_circuit()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);

        (await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}/leaderboard")).Should().NotContain("blazor");
        (await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}")).Should().Contain("blazor.web");
    }

    [Fact]
    public async Task Names_are_text_and_never_markup()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);

        (await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}")).Should().Contain("&lt;general&gt;").And.NotContain("<general>");
    }

    [Theory]
    [InlineData(""), InlineData("?range=91"), InlineData("?range=364"), InlineData("/leaderboard"), InlineData("/members/5"), InlineData("/digests"), InlineData("/digests/week/2026-11-16")]
    public async Task A_page_stays_light(string page)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/g/{ScriptedSite.GuildId}{page}");
        request.Headers.Add("Accept-Encoding", "br");

        var answer = await visitor.SendAsync(request);

        answer.Content.Headers.ContentEncoding.Should().Contain("br");
        (await answer.Content.ReadAsByteArrayAsync()).Length.Should().BeLessThan(20 * 1024);
    }
}
