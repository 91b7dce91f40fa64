using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Discord.OAuth2;

/// <summary>Login with Discord (Discord API reference, OAuth2). Bearer calls are limited per user: keep their answers a while.</summary>
/// <param name="http">Its base address is <see cref="DiscordOptions.RestBaseUri"/>.</param>
public sealed class OAuth2DiscordClient(HttpClient http, IOptions<DiscordOptions> options)
{
    /// <summary>Where the browser is sent. The redirect comes back with <c>code</c> and <c>state</c>, or <c>error</c>.</summary>
    /// <param name="redirectUri">Exactly as registered with the application.</param>
    /// <param name="state">Unguessable and bound to the browser.</param>
    /// <param name="codeChallenge">See <see cref="Pkce.ChallengeOf"/>.</param>
    /// <param name="prompt"><c>none</c> skips the consent page for scopes granted before; null leaves it to Discord.</param>
    public Uri BuildAuthorizeUri(
        Uri redirectUri, string state, string codeChallenge, IEnumerable<string> scopes, string? prompt = null)
    {
        var query = Form(
            ("response_type", "code"),
            ("client_id", ClientId),
            ("scope", string.Join(' ', scopes)),
            ("redirect_uri", redirectUri.OriginalString),
            ("state", state),
            ("code_challenge", codeChallenge),
            ("code_challenge_method", "S256"),
            ("prompt", prompt));
        return WithQuery(options.Value.AuthorizeUri, query);
    }

    /// <summary>Where an administrator adds the bot to a guild.</summary>
    /// <param name="guildId">Chosen already; null lets them choose.</param>
    public Uri BuildInviteUri(DiscordPermissions permissions, ulong? guildId = null) => WithQuery(
        options.Value.AuthorizeUri,
        Form(
            ("client_id", ClientId),
            ("scope", "bot applications.commands"),
            ("permissions", ((ulong)permissions).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("guild_id", guildId is { } guild ? Snowflake.ToWire(guild) : null),
            ("disable_guild_select", guildId is null ? null : "true")));

    /// <exception cref="OAuth2Exception">The code was used, is too old, or does not fit the verifier or address.</exception>
    /// <exception cref="HttpRequestException">Discord cannot be reached.</exception>
    public Task<OAuth2Token> ExchangeCodeAsync(string code, Uri redirectUri, string codeVerifier, CancellationToken ct) =>
        TokenAsync(ct,
            ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", redirectUri.OriginalString), ("code_verifier", codeVerifier));

    /// <summary>The old refresh token is spent by this.</summary>
    /// <exception cref="OAuth2Exception">It was revoked or spent.</exception>
    public Task<OAuth2Token> RefreshAsync(string refreshToken, CancellationToken ct) =>
        TokenAsync(ct, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Ends all of the user's tokens for this application.</summary>
    public async Task RevokeAsync(string token, CancellationToken ct)
    {
        using var response = await PostFormAsync("oauth2/token/revoke", ct, ("token", token));
        await ThrowUnlessSuccessAsync(response, ct);
    }

    public Task<DiscordUser> GetCurrentUserAsync(string accessToken, CancellationToken ct) =>
        GetAsync("users/@me", accessToken, RestJson.Default.DiscordUser, ct);

    /// <summary>At most 200: a user cannot be in more.</summary>
    public async Task<IReadOnlyList<OAuth2Guild>> GetCurrentUserGuildsAsync(string accessToken, CancellationToken ct) =>
        await GetAsync("users/@me/guilds", accessToken, RestJson.Default.ListOAuth2Guild, ct);

    private string ClientId => options.Value.ClientId is { Length: > 0 } id
        ? id
        : throw new InvalidOperationException("Discord:ClientId is not set; logging in needs it.");

    private async Task<OAuth2Token> TokenAsync(CancellationToken ct, params (string, string?)[] fields)
    {
        using var response = await PostFormAsync("oauth2/token", ct, fields);
        await ThrowUnlessSuccessAsync(response, ct);
        return await ReadAsync(response, RestJson.Default.OAuth2Token, ct);
    }

    private async Task<HttpResponseMessage> PostFormAsync(string path, CancellationToken ct, params (string, string?)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(Form(fields), Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{options.Value.ClientSecret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        request.Headers.UserAgent.ParseAdd(RestPipeline.UserAgent);
        return await http.SendAsync(request, ct);
    }

    private async Task<T> GetAsync<T>(string path, string accessToken, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.UserAgent.ParseAdd(RestPipeline.UserAgent);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
            throw new UnauthorizedException($"GET {path}: the login has ended.", response.StatusCode, 0);
        if (response.StatusCode == System.Net.HttpStatusCode.TooManyRequests)
            throw new RateLimitException($"GET {path}: rate limited.", response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        if (!response.IsSuccessStatusCode)
            throw new ServerErrorException($"GET {path}: {(int)response.StatusCode}.", response.StatusCode);
        return await ReadAsync(response, type, ct);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ServerErrorException($"The answer cannot be read at {e.Path ?? "$"}.", response.StatusCode, e);
        }
    }

    private static async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
            return;
        if ((int)response.StatusCode is >= 500 or 429)
            throw new ServerErrorException($"OAuth2: {(int)response.StatusCode}.", response.StatusCode);
        OAuth2ErrorBody? body = null;
        try
        {
            body = await response.Content.ReadFromJsonAsync(RestJson.Default.OAuth2ErrorBody, ct);
        }
        catch (JsonException)
        {
            // The status says enough.
        }
        throw new OAuth2Exception(body?.Error ?? $"status {(int)response.StatusCode}", body?.ErrorDescription);
    }

    private static Uri WithQuery(Uri page, string query)
    {
        var address = new UriBuilder(page);
        address.Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query;
        return address.Uri;
    }

    private static string Form(params (string Name, string? Value)[] fields) =>
        string.Join('&', fields.Where(f => f.Value is not null).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}"));
}
