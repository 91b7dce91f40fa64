using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.OAuth;

/// <summary>The query of <c>/oauth2/authorize</c>, or the form that repeats it.</summary>
public sealed record AuthorizeRequest(string ClientId, string ResponseType, IReadOnlyList<string> Scopes, string? RedirectUri, string? State, string? Prompt,
    string? CodeChallenge, string? CodeChallengeMethod, ulong? GuildId, ulong? UserId)
{
    public bool InstallsBot => Scopes.Contains("bot");

    public static AuthorizeRequest From(Func<string, string?> value) => new(
        value("client_id") ?? "", value("response_type") ?? "", (value("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), value("redirect_uri"), value("state"),
        value("prompt"), value("code_challenge"), value("code_challenge_method"),
        ulong.TryParse(value("guild_id"), out var guild) ? guild : null, ulong.TryParse(value("user_id"), out var user) ? user : null);

    /// <summary>What is wrong with the request itself, which must not be sent to the redirect address.</summary>
    public string? Problem(DiscordEmulatorOptions options)
    {
        if (ClientId != options.ClientId.ToString(System.Globalization.CultureInfo.InvariantCulture)) return "Unknown client_id.";
        if (Scopes.Count == 0) return "No scope.";
        if (RedirectUri is null) return InstallsBot && ResponseType.Length == 0 ? null : "No redirect_uri.";
        if (ResponseType != "code") return "response_type must be code.";
        if (CodeChallenge is not null && CodeChallengeMethod != "S256") return "code_challenge_method must be S256.";
        if (!Uri.TryCreate(RedirectUri, UriKind.Absolute, out var uri)) return "Invalid redirect_uri.";
        if (options.RedirectUris.Count > 0) return options.RedirectUris.Contains(RedirectUri) ? null : "redirect_uri is not registered.";
        return uri.IsLoopback || uri.Scheme == Uri.UriSchemeHttps ? null : "redirect_uri must be https or loopback.";
    }
}
