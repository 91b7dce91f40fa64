using System.Net;
using CommunityIntel.Discord.OAuth2;
using CommunityIntel.Discord.Rest;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.OAuth;

/// <summary>The product's login client from the consent page to the end of the tokens.</summary>
public sealed class LoginTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_tells_who_the_user_is_and_which_guilds_they_may_manage()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        var (own, user, _) = await emulator.SomeGuildAsync("Own");
        var foreign = await emulator.Control.CreateGuildAsync("Foreign");
        await emulator.Control.JoinAsync(foreign.Id, user.Id);
        using var login = new Login(emulator);
        var token = await login.TokenAsync(user.Id, "identify", "guilds");
        token.Should().Match<OAuth2Token>(t => t.TokenType == "Bearer" && t.ExpiresIn == 604_800 && t.Scope == "identify guilds");
        (await login.Client.GetCurrentUserAsync(token.AccessToken, Ct)).Id.Should().Be(user.Id);
        (await login.Client.GetCurrentUserGuildsAsync(token.AccessToken, Ct)).Select(g => (g.Id, g.Name, g.MayManage))
            .Should().BeEquivalentTo([(own.Id, "Own", true), (foreign.Id, "Foreign", false)]);
    }

    [Fact]
    public async Task A_refresh_spends_the_old_pair()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var login = new Login(emulator);
        var first = await login.TokenAsync(user.Id, "identify");
        var second = await login.Client.RefreshAsync(first.RefreshToken!, Ct);
        second.RefreshToken.Should().NotBe(first.RefreshToken);
        (await RefusedAsync(() => login.Client.RefreshAsync(first.RefreshToken!, Ct))).Should().Be("invalid_grant");
        await login.Awaiting(l => l.Client.GetCurrentUserAsync(first.AccessToken, Ct)).Should().ThrowAsync<UnauthorizedException>();
        (await login.Client.GetCurrentUserAsync(second.AccessToken, Ct)).Id.Should().Be(user.Id);
    }

    [Fact]
    public async Task A_revoked_login_is_over_for_both_tokens_and_revoking_again_does_no_harm()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var login = new Login(emulator);
        var token = await login.TokenAsync(user.Id, "identify");
        await login.Client.RevokeAsync(token.AccessToken, Ct);
        await login.Client.RevokeAsync(token.AccessToken, Ct);
        var ended = (await login.Awaiting(l => l.Client.GetCurrentUserAsync(token.AccessToken, Ct)).Should().ThrowAsync<UnauthorizedException>()).Which;
        ended.Message.Should().Contain("the login has ended");
        (await RefusedAsync(() => login.Client.RefreshAsync(token.RefreshToken!, Ct))).Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_verifier_and_address()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var login = new Login(emulator);
        var code = await login.ConsentAsync(user.Id, "identify");
        var guess = await login.Awaiting(l => l.Client.ExchangeCodeAsync(code, Login.Redirect, Pkce.NewVerifier(), Ct)).Should().ThrowAsync<OAuth2Exception>();
        guess.WithMessage("Discord refused the login: invalid_grant (Invalid \"code_verifier\" in request.)");
        (await RefusedAsync(() => login.Client.ExchangeCodeAsync(code, Login.Redirect, login.Verifier, Ct))).Should().Be("invalid_grant", "a wrong guess spends the code");
        code = await login.ConsentAsync(user.Id, "identify");
        (await RefusedAsync(() => login.Client.ExchangeCodeAsync(code, new Uri("http://127.0.0.1:9/other"), login.Verifier, Ct))).Should().Be("invalid_grant");
    }

    [Fact]
    public async Task No_token_code_verifier_or_secret_appears_in_an_exception_or_a_text()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var login = new Login(emulator);
        var token = await login.TokenAsync(user.Id, "identify");
        var code = await login.ConsentAsync(user.Id, "identify");
        using var stranger = new Login(emulator, secret: "guessed-secret");
        using var garbled = new Login(emulator, new Answering(HttpStatusCode.OK, $$"""{"access_token":"{{token.AccessToken}}","expires_in":"{{token.RefreshToken}}"}"""));
        using var half = new Login(emulator, new Answering(HttpStatusCode.OK, $$"""{"id":"{{token.AccessToken}}","access_token":"{{token.AccessToken}}"""));
        using var failing = new Login(emulator, new Answering(HttpStatusCode.BadGateway, token.AccessToken));
        using var refusing = new Login(emulator, new Answering(HttpStatusCode.BadRequest, $"not JSON {token.AccessToken}"));
        using var unreachable = new Login(emulator, new Unreachable());
        var attempts = new List<Func<Task>>
        {
            () => login.Client.ExchangeCodeAsync(code, Login.Redirect, Pkce.NewVerifier(), Ct),
            () => stranger.Client.ExchangeCodeAsync(code, Login.Redirect, login.Verifier, Ct),
            () => stranger.Client.RevokeAsync(token.AccessToken, Ct),
        };
        foreach (var client in (Login[])[garbled, half, failing, refusing, unreachable])
        {
            attempts.Add(() => client.Client.ExchangeCodeAsync(code, Login.Redirect, login.Verifier, Ct));
            attempts.Add(() => client.Client.RefreshAsync(token.RefreshToken!, Ct));
            attempts.Add(() => client.Client.GetCurrentUserAsync(token.AccessToken, Ct));
            attempts.Add(() => client.Client.GetCurrentUserGuildsAsync(token.AccessToken, Ct));
        }
        foreach (var client in (Login[])[failing, refusing, unreachable])
            attempts.Add(() => client.Client.RevokeAsync(token.AccessToken, Ct));
        foreach (var status in (int[])[401, 403, 429, 500])
            attempts.Add(async () =>
            {
                await emulator.Control.FailRestAsync(new RestFault(1, status, "user"));
                await login.Client.GetCurrentUserAsync(token.AccessToken, Ct);
            });

        string[] secrets = [token.AccessToken, token.RefreshToken!, code, login.Verifier, login.Options.ClientSecret!, "guessed-secret"];
        var told = new List<string> { $"{token}", $"{login.Options}", $"{login.Client}" };
        foreach (var attempt in attempts)
            told.Add((await attempt.Should().ThrowAsync<Exception>()).Which.ToString());
        told.Should().OnlyContain(text => !secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
        told.Should().HaveCount(33);
    }

    private static async Task<string> RefusedAsync(Func<Task> call) => (await call.Should().ThrowAsync<OAuth2Exception>()).Which.Error;

    /// <summary>Answers everything the same way, whatever the server would say.</summary>
    private sealed class Answering(HttpStatusCode status, string body) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"), RequestMessage = request });
    }

    private sealed class Unreachable : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Port 9 of loopback refuses: the address is replaced, the headers and the body stay.
            request.RequestUri = new Uri($"http://127.0.0.1:9{request.RequestUri!.PathAndQuery}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
