using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CommunityIntel.Web.SignIn;

/// <summary>Addresses on Discord's side that pages show: pictures, messages and the invitation of the bot.</summary>
public sealed class DiscordAddresses
{
    /// <summary>Minimum for metrics and reports: view channels, send messages and files, embed links, read history, threads.</summary>
    private const string BotPermissions = "274878024704";

    private readonly Uri? cdn;
    private readonly Uri authorize;
    private readonly string clientId;

    public DiscordAddresses(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var discord = configuration.GetSection("Discord");
        cdn = discord.GetValue<Uri>("CdnBaseUri");
        authorize = discord.GetValue<Uri>("AuthorizeUri") ?? new Uri("https://discord.com/oauth2/authorize");
        clientId = discord["ClientId"] ?? "";
    }

    /// <summary>Without an application nobody can sign in and no bot can be added.</summary>
    public bool HasApplication => clientId.Length > 0;

    /// <summary>For the content security policy; null = pictures are not shown.</summary>
    public string? CdnOrigin => cdn?.GetLeftPart(UriPartial.Authority);

    /// <summary>Null = show the initial instead.</summary>
    public Uri? Avatar(long userId, string? hash) => Picture("avatars", userId, hash);

    /// <inheritdoc cref="Avatar"/>
    public Uri? GuildIcon(long guildId, string? hash) => Picture("icons", guildId, hash);

    /// <summary>Where a manager adds the bot, to the given guild or to one of their choice.</summary>
    public Uri Invite(long? guildId = null)
    {
        var query = $"client_id={Uri.EscapeDataString(clientId)}&scope=bot%20applications.commands&permissions={BotPermissions}";
        if (guildId is { } id)
            query += string.Create(CultureInfo.InvariantCulture, $"&guild_id={id}&disable_guild_select=true");
        return new UriBuilder(authorize) { Query = query }.Uri;
    }

    /// <summary>Where Discord shows a message to who may read it.</summary>
    public static Uri Message(long guildId, long channelId, long messageId) =>
        new(string.Create(CultureInfo.InvariantCulture, $"https://discord.com/channels/{guildId}/{channelId}/{messageId}"));

    private Uri? Picture(string folder, long id, string? hash) => cdn is null || string.IsNullOrEmpty(hash) || !hash.All(IsHashCharacter)
        ? null
        : new(cdn, string.Create(CultureInfo.InvariantCulture, $"{folder}/{id}/{hash}.png?size=64"));

    private static bool IsHashCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
