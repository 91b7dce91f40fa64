using System.Collections.Concurrent;

namespace CommunityIntel.Web.SignIn;

/// <summary>
/// A refresh token is spent by its first use, but a browser sends several requests at once: those that come with the same
/// one share one renewal, for a minute.
/// </summary>
public sealed class TokenRenewals(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Renewal> renewals = new();

    /// <summary>Null when Discord refuses the refresh token.</summary>
    public async Task<DiscordTokens?> RenewAsync(string refreshToken, IDiscordAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var now = time.GetUtcNow();
        foreach (var (token, old) in renewals)
        {
            if (now - old.At > Kept)
                renewals.TryRemove(new(token, old));
        }

        var renewal = renewals.GetOrAdd(refreshToken, token => new(now, new(() => accounts.RefreshAsync(token, CancellationToken.None))));
        try
        {
            return await renewal.Tokens.Value;
        }
        catch (HttpRequestException)
        {
            renewals.TryRemove(new(refreshToken, renewal));
            throw;
        }
    }

    private sealed record Renewal(DateTimeOffset At, Lazy<Task<DiscordTokens?>> Tokens);
}
