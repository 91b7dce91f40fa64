using CommunityIntel.Discord.OAuth2;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.Web.SignIn;

/// <summary>Signing in through Discord's OAuth2 API. An outage of Discord's is an <see cref="HttpRequestException"/>.</summary>
public sealed class DiscordAccounts(OAuth2DiscordClient discord) : IDiscordAccounts
{
    private static readonly string[] Scopes = ["identify", "guilds"];

    public Uri Authorize(Uri redirectUri, string state, string codeChallenge) =>
        discord.BuildAuthorizeUri(redirectUri, state, codeChallenge, Scopes);

    public Task<DiscordTokens?> ExchangeAsync(
        string code, string codeVerifier, Uri redirectUri, CancellationToken cancellationToken) =>
        AskAsync(async () => Tokens(await discord.ExchangeCodeAsync(code, redirectUri, codeVerifier, cancellationToken)));

    public Task<DiscordTokens?> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        AskAsync(async () => Tokens(await discord.RefreshAsync(refreshToken, cancellationToken)));

    public Task<DiscordAccount?> GetAccountAsync(string accessToken, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var user = await discord.GetCurrentUserAsync(accessToken, cancellationToken);
            return new DiscordAccount((long)user.Id, user.DisplayName, user.Avatar);
        });

    public Task<IReadOnlyList<DiscordServer>?> GetServersAsync(string accessToken, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<DiscordServer>>(async () =>
        {
            var guilds = await discord.GetCurrentUserGuildsAsync(accessToken, cancellationToken);
            return [.. guilds.Select(guild => new DiscordServer(
                (long)guild.Id, guild.Name ?? "", guild.Icon, guild.Owner, (ulong)guild.Permissions))];
        });

    private static DiscordTokens Tokens(OAuth2Token token) =>
        new(token.AccessToken, token.RefreshToken ?? "", TimeSpan.FromSeconds(token.ExpiresIn));

    /// <summary>A refusal is null; anything that may pass is an outage.</summary>
    private static async Task<T?> AskAsync<T>(Func<Task<T>> question)
        where T : class
    {
        try
        {
            return await question();
        }
        catch (OAuth2Exception refusal) when (refusal.Error == "invalid_grant")
        {
            return null;
        }
        catch (UnauthorizedException)
        {
            return null;
        }
        catch (OAuth2Exception refusal)
        {
            throw new HttpRequestException(refusal.Message, refusal);
        }
        catch (DiscordRestException outage)
        {
            throw new HttpRequestException(outage.Message, outage, outage.StatusCode);
        }
    }
}
