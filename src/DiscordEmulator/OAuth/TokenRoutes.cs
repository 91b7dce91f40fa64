using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Rest;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.DiscordEmulator.OAuth;

/// <summary>The token endpoint (form only, Basic or form credentials) and revocation.</summary>
public sealed class TokenRoutes(World world, Grants grants, DiscordEmulatorOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["/api/oauth2", "/api/v10/oauth2"])
        {
            app.MapPost(prefix + "/token", TokenAsync);
            app.MapPost(prefix + "/token/revoke", RevokeAsync);
        }
        app.MapGet("/.well-known/oauth-authorization-server", (HttpRequest request) => ApiReply.Json(json => Metadata(json, $"{request.Scheme}://{request.Host}")));
    }

    private async Task<ApiReply> TokenAsync(HttpRequest request)
    {
        if (!request.HasFormContentType) return Error(400, "invalid_request", "The token endpoint takes application/x-www-form-urlencoded only");
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (!IsClient(request, form)) return Error(401, "invalid_client", null);
        return form["grant_type"].ToString() switch
        {
            "authorization_code" => Exchange(form),
            "refresh_token" => grants.Refresh(form["refresh_token"].ToString()) is { } grant ? Reply(grant, guild: null) : Error(400, "invalid_grant", "Invalid \"refresh_token\" in request."),
            _ => Error(400, "unsupported_grant_type", null),
        };
    }

    private ApiReply Exchange(IFormCollection form)
    {
        // Taking the code first makes every attempt spend it.
        var code = grants.TakeCode(form["code"].ToString());
        if (code is null) return Error(400, "invalid_grant", "Invalid \"code\" in request.");
        if (code.RedirectUri != form["redirect_uri"]) return Error(400, "invalid_grant", "Invalid \"redirect_uri\" in request.");
        if (code.Challenge is { } challenge && !Proves(form["code_verifier"].ToString(), challenge)) return Error(400, "invalid_grant", "Invalid \"code_verifier\" in request.");
        lock (world.Gate)
            return Reply(grants.Issue(code.User, code.Scopes), code.GuildId is { } id ? world.Guilds.GetValueOrDefault(id) : null);
    }

    private static bool Proves(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128 && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));

    private async Task<ApiReply> RevokeAsync(HttpRequest request)
    {
        if (!request.HasFormContentType) return Error(400, "invalid_request", null);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (!IsClient(request, form)) return Error(401, "invalid_client", null);
        grants.Revoke(form["token"].ToString());
        return ApiReply.Json(static json =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        });
    }

    private bool IsClient(HttpRequest request, IFormCollection form)
    {
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            Span<byte> bytes = stackalloc byte[512];
            if (!Convert.TryFromBase64String(header[6..], bytes, out var length)) return false;
            var pair = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
            if (pair.Length != 2) return false;
            (id, secret) = (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1]));
        }
        return id == options.ClientId.ToString(System.Globalization.CultureInfo.InvariantCulture) && secret == options.ClientSecret;
    }

    private static ApiReply Reply(AccessGrant grant, Guild? guild) => ApiReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("token_type", "Bearer");
        json.WriteString("access_token", grant.AccessToken);
        json.WriteNumber("expires_in", (int)Grants.AccessLifetime.TotalSeconds);
        json.WriteString("refresh_token", grant.RefreshToken);
        json.WriteString("scope", string.Join(' ', grant.Scopes));
        if (guild is not null)
        {
            json.WritePropertyName("guild");
            json.Guild(guild, counts: false);
        }
        json.WriteEndObject();
    });

    private static ApiReply Error(int status, string error, string? description) => ApiReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        if (description is not null) json.WriteString("error_description", description);
        json.WriteEndObject();
    }, status);

    private void Metadata(Utf8JsonWriter json, string address)
    {
        json.WriteStartObject();
        json.WriteString("issuer", options.Issuer);
        json.WriteString("authorization_endpoint", address + "/oauth2/authorize");
        json.WriteString("token_endpoint", address + "/api/oauth2/token");
        json.WriteString("revocation_endpoint", address + "/api/oauth2/token/revoke");
        json.Array("response_types_supported", ["code"], static (to, x) => to.WriteStringValue(x));
        json.Array("grant_types_supported", ["authorization_code", "refresh_token"], static (to, x) => to.WriteStringValue(x));
        json.Array("code_challenge_methods_supported", ["S256"], static (to, x) => to.WriteStringValue(x));
        json.Array("token_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"], static (to, x) => to.WriteStringValue(x));
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteEndObject();
    }
}
