using System.Globalization;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CommunityIntel.Web.SignIn;

/// <summary>The encrypted cookie holds Discord's tokens; they are renewed shortly before they end.</summary>
public sealed class SignInTicket(IDiscordAccounts accounts, TokenRenewals renewals, ServersOfUser serversOfUser, TimeProvider time)
    : CookieAuthenticationEvents
{
    private const string Access = "access_token";
    private const string Refresh = "refresh_token";
    private const string Expires = "expires_at";
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(1);

    public static AuthenticationProperties Begin(DiscordTokens tokens, DateTimeOffset now)
    {
        var properties = new AuthenticationProperties { IsPersistent = true };
        Store(properties, tokens, now);
        return properties;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Principal?.UserId() is not { } userId || context.Properties.GetTokenValue(Access) is not { } token)
        {
            await EndAsync(context, null);
            return;
        }

        if (time.GetUtcNow() >= ExpiresAt(context.Properties) - RenewBefore)
        {
            var renewed = await RenewAsync(context);
            if (renewed is null && time.GetUtcNow() >= ExpiresAt(context.Properties))
            {
                await EndAsync(context, userId);
                return;
            }
            token = renewed ?? token;
        }
        serversOfUser.Remember(userId, token);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        context.Response.Redirect($"{SignInEndpoints.LoginPath}?returnUrl={Uri.EscapeDataString(request.Path + request.QueryString)}");
        return Task.CompletedTask;
    }

    private async Task<string?> RenewAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.GetTokenValue(Refresh) is not { } refreshToken)
            return null;
        try
        {
            var tokens = await renewals.RenewAsync(refreshToken, accounts);
            if (tokens is null)
                return null;
            Store(context.Properties, tokens, time.GetUtcNow());
            context.ShouldRenew = true;
            return tokens.AccessToken;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    private async Task EndAsync(CookieValidatePrincipalContext context, long? userId)
    {
        context.RejectPrincipal();
        if (userId is { } id)
            serversOfUser.Forget(id);
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    private static void Store(AuthenticationProperties properties, DiscordTokens tokens, DateTimeOffset now) => properties.StoreTokens(
    [
        new() { Name = Access, Value = tokens.AccessToken },
        new() { Name = Refresh, Value = tokens.RefreshToken },
        new() { Name = Expires, Value = (now + tokens.Lifetime).ToString("O", CultureInfo.InvariantCulture) },
    ]);

    private static DateTimeOffset ExpiresAt(AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetTokenValue(Expires), CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.MinValue;
}
