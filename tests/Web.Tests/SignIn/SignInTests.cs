using System.Net;

namespace CommunityIntel.Web.Tests.SignIn;

public sealed class SignInTests(ScriptedSite site)
{
    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_asked_for_it()
    {
        using var visitor = site.Visitor();
        var consent = await visitor.GetAsync("/login?returnUrl=%2Fg%2F1%3Frange%3D7");

        var answer = await visitor.GetAsync($"/oauth/callback?code={ScriptedAccounts.Owner}&state={ScriptedSite.StateOf(consent)}");

        answer.Headers.Location!.OriginalString.Should().Be("/g/1?range=7");
        answer.Headers.GetValues("Set-Cookie").Should().Contain(cookie =>
            cookie.StartsWith("session=") && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) && cookie.Contains("samesite=lax", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_is_sent_to_another_site_after_signing_in()
    {
        using var visitor = site.Visitor();
        var consent = await visitor.GetAsync("/login?returnUrl=%2F%2Fevil.example");

        var answer = await visitor.GetAsync($"/oauth/callback?code={ScriptedAccounts.Owner}&state={ScriptedSite.StateOf(consent)}");

        answer.Headers.Location!.OriginalString.Should().Be("/guilds");
    }

    [Theory]
    [InlineData("state=guessed&code=owner", "Stale")]
    [InlineData("code=owner", "Stale")]
    public async Task An_answer_that_was_not_asked_for_signs_nobody_in(string query, string reason)
    {
        using var visitor = site.Visitor();
        await visitor.GetAsync("/login");

        var answer = await visitor.GetAsync("/oauth/callback?" + query);

        answer.Headers.Location!.OriginalString.Should().Be("/login/failed?reason=" + reason);
        (await visitor.GetAsync("/guilds")).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_attempt_is_good_once()
    {
        using var visitor = site.Visitor();
        var state = ScriptedSite.StateOf(await visitor.GetAsync("/login"));
        await visitor.GetAsync($"/oauth/callback?error=access_denied&state={state}");

        var again = await visitor.GetAsync($"/oauth/callback?code={ScriptedAccounts.Owner}&state={state}");

        again.Headers.Location!.OriginalString.Should().Be("/login/failed?reason=Stale");
    }

    [Fact]
    public async Task Another_browser_cannot_finish_an_attempt()
    {
        using var victim = site.Visitor();
        using var attacker = site.Visitor();
        var state = ScriptedSite.StateOf(await attacker.GetAsync("/login"));
        await victim.GetAsync("/login");

        var answer = await victim.GetAsync($"/oauth/callback?code={ScriptedAccounts.Owner}&state={state}");

        answer.Headers.Location!.OriginalString.Should().Be("/login/failed?reason=Stale");
    }

    [Theory]
    [InlineData("/logout"), InlineData("/preferences/theme"), InlineData("/preferences/language"), InlineData("/preferences/shortcuts")]
    public async Task A_form_without_its_token_is_refused(string address)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        using var form = new FormUrlEncodedContent([new("theme", "dark")]);

        var answer = await visitor.PostAsync(address, form);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await visitor.GetAsync("/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var token = Token(await visitor.GetStringAsync("/me"));
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);

        var answer = await visitor.PostAsync("/logout", form);

        answer.Headers.Location!.OriginalString.Should().Be("/");
        (await visitor.GetAsync("/me")).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    private static string Token(string page) =>
        System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
}
