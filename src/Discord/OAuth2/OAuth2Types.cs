using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.OAuth2;

/// <summary>The answer of the token endpoint. Secrets: never logged.</summary>
public sealed record OAuth2Token
{
    [JsonRequired]
    public required string AccessToken { get; init; }

    public string? TokenType { get; init; }

    /// <summary>Seconds.</summary>
    public int ExpiresIn { get; init; }

    /// <summary>Replaces the one before it.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What was granted, separated by spaces.</summary>
    public string? Scope { get; init; }

    public override string ToString() => $"OAuth2 token for {Scope}";
}

/// <summary>A guild of the logged-in user.</summary>
public sealed record OAuth2Guild
{
    [JsonRequired]
    public ulong Id { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? Name { get; init; }

    public string? Icon { get; init; }

    public bool Owner { get; init; }

    /// <summary>At guild level, without channel overwrites.</summary>
    public DiscordPermissions Permissions { get; init; }

    /// <summary>May set up the bot: owner, ADMINISTRATOR or MANAGE_GUILD.</summary>
    [JsonIgnore]
    public bool MayManage => Owner || (Permissions & (DiscordPermissions.Administrator | DiscordPermissions.ManageGuild)) != 0;
}

internal sealed record OAuth2ErrorBody
{
    public string? Error { get; init; }
    public string? ErrorDescription { get; init; }
}

/// <summary>The token endpoint refused, such as <c>invalid_grant</c> for a code that was used or is too old.</summary>
/// <param name="description">Which part of the request was wrong, in Discord's words; null when not told.</param>
public sealed class OAuth2Exception(string error, string? description = null)
    : Exception($"Discord refused the login: {error}{(string.IsNullOrEmpty(description) ? "." : $" ({description})")}")
{
    public string Error { get; } = error;
}
