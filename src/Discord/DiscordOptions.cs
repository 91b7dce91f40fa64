namespace CommunityIntel.Discord;

/// <summary>Where Discord is and who we are there. Section <c>Discord</c>.</summary>
public sealed class DiscordOptions
{
    public const string SectionName = "Discord";

    /// <summary>The bot token, without the <c>Bot </c> prefix. No default; empty means that there is no bot.</summary>
    public string? Token { get; set; }

    /// <summary>The application's id, for OAuth2 and the invite link.</summary>
    public string? ClientId { get; set; }

    /// <summary>The application's OAuth2 secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Absolute http(s) address of the REST API, ending in a slash.</summary>
    public Uri RestBaseUri { get; set; } = new("https://discord.com/api/v10/");

    /// <summary>Absolute http(s) address of the OAuth2 consent page.</summary>
    public Uri AuthorizeUri { get; set; } = new("https://discord.com/oauth2/authorize");

    /// <summary>Absolute ws(s) or http(s) address of the gateway; null asks <c>GET /gateway/bot</c>.</summary>
    public Uri? GatewayUri { get; set; }

    /// <summary>Absolute http(s) address of the CDN, ending in a slash.</summary>
    public Uri CdnBaseUri { get; set; } = new("https://cdn.discordapp.com/");

    /// <summary>The number of shards, 1 to 16,384; null asks <c>GET /gateway/bot</c>.</summary>
    public int? ShardCount { get; set; }

    /// <summary>
    /// Takes an event's time from the top-level <c>ts</c> (Unix ms) of its payload when there is one.
    /// Only for a Discord-compatible server that replays history; Discord sends none.
    /// </summary>
    public bool TrustServerTimestamps { get; set; }

    /// <summary>Names no secret.</summary>
    public override string ToString() =>
        $"Discord at {RestBaseUri} (token {(string.IsNullOrEmpty(Token) ? "absent" : "set")})";
}
