using System.Net;
using System.Text.RegularExpressions;
using CommunityIntel.Discord;
using CommunityIntel.Discord.OAuth2;
using CommunityIntel.DiscordEmulator.Tests.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace CommunityIntel.DiscordEmulator.Tests.OAuth;

/// <summary>The product's login client, and a person with a browser at the consent page.</summary>
public sealed partial class Login : IDisposable
{
    public static readonly Uri Redirect = new("http://127.0.0.1:9/callback");
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly HttpClient http;

    /// <param name="between">Sits between the client and the server.</param>
    public Login(RunningEmulator emulator, DelegatingHandler? between = null, string? secret = null)
    {
        Options = new DiscordOptions
        {
            ClientId = $"{emulator.Options.ClientId}",
            ClientSecret = secret ?? emulator.Options.ClientSecret,
            RestBaseUri = new Uri(emulator.Address, "/api/v10/"),
            AuthorizeUri = new Uri(emulator.Address, "/oauth2/authorize"),
        };
        if (between is not null) between.InnerHandler = new SocketsHttpHandler();
        http = new HttpClient((HttpMessageHandler?)between ?? new SocketsHttpHandler()) { BaseAddress = Options.RestBaseUri };
        Client = new OAuth2DiscordClient(http, Microsoft.Extensions.Options.Options.Create(Options));
    }

    public DiscordOptions Options { get; }

    public OAuth2DiscordClient Client { get; }

    public string Verifier { get; } = Pkce.NewVerifier();

    /// <summary>Opens the consent page, chooses a user, presses the button; returns the code of the redirect.</summary>
    public async Task<string> ConsentAsync(ulong userId, params string[] scopes)
    {
        var state = Pkce.NewVerifier();
        var page = Client.BuildAuthorizeUri(Redirect, state, Pkce.ChallengeOf(Verifier), scopes);
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        html.Should().Contain($"value=\"{userId}\"", "the page offers this user");
        var fields = Hidden().Matches(html).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var form = new FormUrlEncodedContent([.. fields, new("user_id", $"{userId}"), new("decision", "authorize")]);
        using var answer = await browser.PostAsync(new Uri(page, "/oauth2/authorize"), form, TestContext.Current.CancellationToken);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var back = answer.Headers.Location!;
        back.GetLeftPart(UriPartial.Path).Should().Be(Redirect.OriginalString);
        var query = QueryHelpers.ParseQuery(back.Query);
        query["state"].ToString().Should().Be(state);
        return query["code"].ToString();
    }

    public async Task<OAuth2Token> TokenAsync(ulong userId, params string[] scopes) =>
        await Client.ExchangeCodeAsync(await ConsentAsync(userId, scopes), Redirect, Verifier, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        browser.Dispose();
        http.Dispose();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
