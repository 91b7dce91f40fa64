using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Tests.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.DiscordEmulator.Tests.OAuth;

public sealed class OAuthTests
{
    private const string Redirect = "http://127.0.0.1:9/callback";
    private const string Verifier = "0123456789012345678901234567890123456789012345";

    private static string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private sealed class Browser(RunningEmulator emulator) : IDisposable
    {
        private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = emulator.Address };

        public async Task<string> PageAsync(string query, string language = "en")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth2/authorize?" + query);
            request.Headers.AcceptLanguage.ParseAdd(language);
            using var answer = await http.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }

        public async Task<Dictionary<string, string>> RedirectedAsync(HttpMethod method, string query, params (string Name, string Value)[] form)
        {
            using var request = new HttpRequestMessage(method, "/oauth2/authorize" + (method == HttpMethod.Get ? "?" + query : ""));
            if (method == HttpMethod.Post)
                request.Content = new FormUrlEncodedContent(QueryHelpers.ParseQuery(query).ToDictionary(p => p.Key, p => p.Value.ToString()).Concat(form.ToDictionary(f => f.Name, f => f.Value)));
            using var answer = await http.SendAsync(request);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
            answer.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be(Redirect);
            return QueryHelpers.ParseQuery(answer.Headers.Location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
        }

        public async Task<(int Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] form)
        {
            using var content = new FormUrlEncodedContent(form.ToDictionary(f => f.Name, f => f.Value)
                .Concat([new("client_id", $"{emulator.Options.ClientId}"), new("client_secret", emulator.Options.ClientSecret)]));
            using var answer = await http.PostAsync(new Uri("/api/oauth2/token", UriKind.Relative), content);
            return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
        }

        public async Task<(int Status, JsonElement Body)> GetAsync(string path, string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.SendAsync(request);
            return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
        }

        public void Dispose() => http.Dispose();
    }

    private static string Query(RunningEmulator emulator, string scope = "identify guilds") =>
        $"client_id={emulator.Options.ClientId}&response_type=code&scope={Uri.EscapeDataString(scope)}&redirect_uri={Uri.EscapeDataString(Redirect)}&state=s1&code_challenge={Challenge}&code_challenge_method=S256";

    [Fact]
    public async Task A_login_ends_with_the_users_guilds_and_permissions()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.RateLimits = false);
        var (guild, user, _) = await emulator.SomeGuildAsync();
        using var browser = new Browser(emulator);
        (await browser.PageAsync(Query(emulator))).Should().Contain("Guild: owner").And.Contain("<html lang=\"en\">");
        (await browser.PageAsync(Query(emulator), "fr-FR,fr;q=0.9")).Should().Contain("Autoriser");
        var back = await browser.RedirectedAsync(HttpMethod.Post, Query(emulator), ("user_id", $"{user.Id}"), ("decision", "authorize"));
        back["state"].Should().Be("s1");
        back["iss"].Should().Be("https://discord.com");
        var (status, token) = await browser.TokenAsync(("grant_type", "authorization_code"), ("code", back["code"]), ("redirect_uri", Redirect), ("code_verifier", Verifier));
        status.Should().Be(200);
        token.GetProperty("expires_in").GetInt32().Should().Be(604800);
        var access = token.GetProperty("access_token").GetString()!;
        (await browser.GetAsync("/api/v10/users/@me", access)).Body.GetProperty("id").GetString().Should().Be($"{user.Id}");
        var (_, guilds) = await browser.GetAsync("/api/v10/users/@me/guilds", access);
        guilds[0].GetProperty("id").GetString().Should().Be($"{guild.Id}");
        guilds[0].GetProperty("owner").GetBoolean().Should().BeTrue();
        (await browser.GetAsync($"/api/v10/guilds/{guild.Id}", access)).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_verifier()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var browser = new Browser(emulator);
        async Task<string> CodeAsync() => (await browser.RedirectedAsync(HttpMethod.Post, Query(emulator), ("user_id", $"{user.Id}"), ("decision", "authorize")))["code"];
        async Task<(int, string?)> ExchangeAsync(string code, string verifier, string redirect = Redirect)
        {
            var (status, body) = await browser.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier));
            return (status, body.TryGetProperty("error", out var error) ? error.GetString() : null);
        }
        (await ExchangeAsync(await CodeAsync(), new string('x', 43))).Should().Be((400, "invalid_grant"));
        (await ExchangeAsync(await CodeAsync(), Verifier, Redirect + "/other")).Should().Be((400, "invalid_grant"));
        var code = await CodeAsync();
        (await ExchangeAsync(code, Verifier)).Should().Be((200, null));
        (await ExchangeAsync(code, Verifier)).Should().Be((400, "invalid_grant"));
    }

    [Fact]
    public async Task A_refresh_token_is_spent_and_a_revoked_one_useless()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var browser = new Browser(emulator);
        var back = await browser.RedirectedAsync(HttpMethod.Post, Query(emulator), ("user_id", $"{user.Id}"), ("decision", "authorize"));
        var (_, token) = await browser.TokenAsync(("grant_type", "authorization_code"), ("code", back["code"]), ("redirect_uri", Redirect), ("code_verifier", Verifier));
        var refresh = token.GetProperty("refresh_token").GetString()!;
        var (_, next) = await browser.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh));
        (await browser.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh))).Body.GetProperty("error").GetString().Should().Be("invalid_grant");
        (await browser.GetAsync("/api/v10/users/@me", token.GetProperty("access_token").GetString()!)).Status.Should().Be(401);
        (await browser.GetAsync("/api/v10/users/@me", next.GetProperty("access_token").GetString()!)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_known_user_passes_without_a_prompt_and_a_cancel_is_access_denied()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        using var browser = new Browser(emulator);
        (await browser.PageAsync(Query(emulator) + "&prompt=none")).Should().Contain("<form", "nobody is known yet");
        await browser.RedirectedAsync(HttpMethod.Post, Query(emulator), ("user_id", $"{user.Id}"), ("decision", "authorize"));
        (await browser.RedirectedAsync(HttpMethod.Get, Query(emulator) + "&prompt=none")).Should().ContainKey("code");
        (await browser.RedirectedAsync(HttpMethod.Post, Query(emulator), ("decision", "cancel")))["error"].Should().Be("access_denied");
    }

    [Fact]
    public async Task An_invite_brings_the_bot_into_a_guild_that_the_user_manages()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var user = await emulator.Control.CreateUserAsync("owner");
        var guild = await emulator.Control.CreateGuildAsync("Empty", user.Id, bot: false);
        await using var probe = await emulator.IdentifyAsync();
        using var browser = new Browser(emulator);
        var query = Query(emulator, "bot applications.commands identify");
        (await browser.PageAsync(query + $"&user_id={user.Id}")).Should().Contain("Empty");
        var back = await browser.RedirectedAsync(HttpMethod.Post, query, ("user_id", $"{user.Id}"), ("guild_id", $"{guild.Id}"), ("decision", "authorize"));
        back["guild_id"].Should().Be($"{guild.Id}");
        (await probe.EventAsync("GUILD_CREATE")).GetProperty("name").GetString().Should().Be("Empty");
        var (_, token) = await browser.TokenAsync(("grant_type", "authorization_code"), ("code", back["code"]), ("redirect_uri", Redirect), ("code_verifier", Verifier));
        token.GetProperty("guild").GetProperty("id").GetString().Should().Be($"{guild.Id}");
    }
}
