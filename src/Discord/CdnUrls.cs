namespace CommunityIntel.Discord;

/// <summary>Addresses of pictures (Discord API reference, CDN Endpoints).</summary>
/// <param name="cdnBaseUri">Ends in a slash.</param>
public sealed class CdnUrls(Uri cdnBaseUri)
{
    /// <summary>A user's avatar, or Discord's default one without a hash.</summary>
    /// <param name="size">Pixels, a power of two from 16 to 4,096.</param>
    public Uri Avatar(ulong userId, string? hash, int size = 128) =>
        IsHash(hash) ? new Uri(cdnBaseUri, $"avatars/{userId}/{hash}.png?size={size}") : DefaultAvatar(userId);

    public Uri DefaultAvatar(ulong userId) => new(cdnBaseUri, $"embed/avatars/{(userId >> 22) % 6}.png");

    /// <summary>A guild's icon; null when it has none.</summary>
    public Uri? GuildIcon(ulong guildId, string? hash, int size = 128) =>
        IsHash(hash) ? new Uri(cdnBaseUri, $"icons/{guildId}/{hash}.png?size={size}") : null;

    /// <summary>Hashes come from outside and end up in a page: letters, digits and underscores only.</summary>
    private static bool IsHash(string? hash) =>
        !string.IsNullOrEmpty(hash) && hash.Length <= 64 && hash.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
