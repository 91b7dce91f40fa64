using System.Security.Cryptography;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.OAuth;

/// <summary>What a user gave: valid until <paramref name="Expires"/>.</summary>
public sealed record AccessGrant(User User, IReadOnlyList<string> Scopes, DateTimeOffset Expires, string AccessToken, string RefreshToken);

/// <summary>A code that waits to be exchanged, once.</summary>
public sealed record PendingCode(User User, IReadOnlyList<string> Scopes, string RedirectUri, string? Challenge, ulong? GuildId, DateTimeOffset Expires);

/// <summary>Authorization codes and tokens, in memory.</summary>
public sealed class Grants(DiscordEmulatorOptions options)
{
    /// <summary>Discord API reference, OAuth2: 604,800 s.</summary>
    public static readonly TimeSpan AccessLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, PendingCode> codes = [];
    private readonly Dictionary<string, AccessGrant> byAccess = [];
    private readonly Dictionary<string, AccessGrant> byRefresh = [];
    private readonly Dictionary<ulong, HashSet<string>> consents = [];

    public string CreateCode(User user, IReadOnlyList<string> scopes, string redirectUri, string? challenge, ulong? guildId)
    {
        var code = Token();
        lock (gate)
        {
            codes[code] = new PendingCode(user, scopes, redirectUri, challenge, guildId, options.Clock.GetUtcNow() + CodeLifetime);
            if (!consents.TryGetValue(user.Id, out var granted)) consents[user.Id] = granted = [];
            granted.UnionWith(scopes);
        }
        return code;
    }

    /// <summary>Takes a code away; null when unknown, used or expired.</summary>
    public PendingCode? TakeCode(string code)
    {
        lock (gate)
            return codes.Remove(code, out var pending) && pending.Expires > options.Clock.GetUtcNow() ? pending : null;
    }

    public bool HasConsented(ulong userId, IEnumerable<string> scopes)
    {
        lock (gate) return consents.TryGetValue(userId, out var granted) && scopes.All(granted.Contains);
    }

    public AccessGrant Issue(User user, IReadOnlyList<string> scopes)
    {
        var grant = new AccessGrant(user, scopes, options.Clock.GetUtcNow() + AccessLifetime, Token(), Token());
        lock (gate)
        {
            byAccess[grant.AccessToken] = grant;
            byRefresh[grant.RefreshToken] = grant;
        }
        return grant;
    }

    /// <summary>Exchanges a refresh token; the old pair is spent.</summary>
    public AccessGrant? Refresh(string refreshToken)
    {
        lock (gate)
        {
            if (!byRefresh.Remove(refreshToken, out var old)) return null;
            byAccess.Remove(old.AccessToken);
            return Issue(old.User, old.Scopes);
        }
    }

    public AccessGrant? FindAccess(string token)
    {
        lock (gate) return byAccess.TryGetValue(token, out var grant) && grant.Expires > options.Clock.GetUtcNow() ? grant : null;
    }

    /// <summary>Ends everything that the token's user gave.</summary>
    public void Revoke(string token)
    {
        lock (gate)
        {
            if (!byAccess.TryGetValue(token, out var grant) && !byRefresh.TryGetValue(token, out grant)) return;
            foreach (var other in byAccess.Values.Where(g => g.User.Id == grant.User.Id).ToList()) byAccess.Remove(other.AccessToken);
            foreach (var other in byRefresh.Values.Where(g => g.User.Id == grant.User.Id).ToList()) byRefresh.Remove(other.RefreshToken);
            consents.Remove(grant.User.Id);
        }
    }

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(15));
}
