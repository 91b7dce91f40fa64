namespace CommunityIntel.Web.SignIn;

/// <summary>What signing in needs from Discord. The border to the OAuth2 API.</summary>
public interface IDiscordAccounts
{
    /// <summary>Where the browser goes to consent.</summary>
    Uri Authorize(Uri redirectUri, string state, string codeChallenge);

    /// <summary>Null when Discord refuses the code or the refresh token: used, expired or revoked.</summary>
    Task<DiscordTokens?> ExchangeAsync(string code, string codeVerifier, Uri redirectUri, CancellationToken cancellationToken);

    /// <inheritdoc cref="ExchangeAsync"/>
    Task<DiscordTokens?> RefreshAsync(string refreshToken, CancellationToken cancellationToken);

    /// <summary>Null when the token is no longer good.</summary>
    Task<DiscordAccount?> GetAccountAsync(string accessToken, CancellationToken cancellationToken);

    /// <summary>The servers of the token's owner, at most 200; null when the token is no longer good.</summary>
    Task<IReadOnlyList<DiscordServer>?> GetServersAsync(string accessToken, CancellationToken cancellationToken);
}

/// <summary>An OAuth2 token answer; never logged, never stored outside the encrypted ticket.</summary>
public sealed record DiscordTokens(string AccessToken, string RefreshToken, TimeSpan Lifetime)
{
    public override string ToString() => nameof(DiscordTokens);
}

/// <summary>The person who signed in. <c>Avatar</c> is a CDN hash.</summary>
public sealed record DiscordAccount(long Id, string Name, string? Avatar);

/// <summary>A guild that a person is in, as Discord lists it for that person. <c>Permissions</c> are guild-level bits.</summary>
public sealed record DiscordServer(long Id, string Name, string? Icon, bool IsOwner, ulong Permissions)
{
    private const ulong Administrator = 0x8;
    private const ulong ManageGuild = 0x20;

    public bool CanManage => IsOwner || (Permissions & (Administrator | ManageGuild)) != 0;
}
