using System.Globalization;
using CommunityIntel.Discord;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Commands;

/// <summary>People's pictures from Discord's CDN, for cards. Without one in time the card shows initials.</summary>
public sealed class Avatars(HttpClient http, IOptions<DiscordOptions> options)
{
    private const int MostBytes = 512 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Empty when there is none, or none that can be had now.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync(ulong userId, string? hash, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(hash) || !hash.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) return default;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var address = new Uri(options.Value.CdnBaseUri, string.Create(CultureInfo.InvariantCulture, $"avatars/{userId}/{hash}.png?size=256"));
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MostBytes) return default;
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var bytes = new byte[MostBytes + 1];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit.Token);
            return length > MostBytes ? default : bytes.AsMemory(0, length);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return default;
        }
    }
}
