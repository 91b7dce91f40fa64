using System.Globalization;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CommunityIntel.Web.SignIn;

/// <summary>Signing in with Discord: OAuth2 code flow with state and PKCE (Discord API reference, OAuth2).</summary>
public static partial class SignInEndpoints
{
    public const string LoginPath = "/login";
    public const string CallbackPath = "/oauth/callback";

    private const string AfterSignIn = "/guilds";

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(LoginPath, Login).RequireRateLimiting(RateLimits.SignIns);
        endpoints.MapGet(CallbackPath, CallbackAsync).RequireRateLimiting(RateLimits.SignIns);
        endpoints.MapPost("/logout", LogoutAsync);
    }

    private static IResult Login(
        HttpContext context, string? returnUrl, SignInAttempts attempts, PublicAddress address, IDiscordAccounts accounts,
        DiscordAddresses discord, ILogger<PublicAddress> logger)
    {
        var target = LocalAddress.OrElse(returnUrl, AfterSignIn);
        if (context.User.UserId() is not null)
            return Results.LocalRedirect(target);
        if (address.Callback(context.Request) is not { } callback || !discord.HasApplication)
        {
            LogNotSetUp(logger);
            return Failed(SignInFailure.Setup);
        }

        var attempt = SignInAttempt.Begin(target);
        attempts.Keep(context, attempt, address.IsSecure(context.Request));
        return Results.Redirect(accounts.Authorize(callback, attempt.State, attempt.CodeChallenge).AbsoluteUri);
    }

    private static async Task<IResult> CallbackAsync(
        HttpContext context, string? code, string? state, string? error, SignInAttempts attempts, PublicAddress address,
        IDiscordAccounts accounts, TimeProvider time)
    {
        var attempt = attempts.Take(context, address.IsSecure(context.Request));
        if (attempt is null || !attempt.IsAnsweredBy(state))
            return Failed(SignInFailure.Stale);
        if (error is not null || code is null || address.Callback(context.Request) is not { } callback)
            return Failed(SignInFailure.Refused);

        try
        {
            var tokens = await accounts.ExchangeAsync(code, attempt.CodeVerifier, callback, context.RequestAborted);
            var account = tokens is null ? null : await accounts.GetAccountAsync(tokens.AccessToken, context.RequestAborted);
            if (tokens is null || account is null)
                return Failed(SignInFailure.Stale);

            await context.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme,
                UserClaims.Principal(account, CookieAuthenticationDefaults.AuthenticationScheme),
                SignInTicket.Begin(tokens, time.GetUtcNow()));
            return Results.LocalRedirect(attempt.ReturnUrl);
        }
        catch (HttpRequestException)
        {
            return Failed(SignInFailure.Discord);
        }
        catch (TaskCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Failed(SignInFailure.Discord);
        }
    }

    // Reading the form makes the antiforgery middleware check the token.
    private static async Task<IResult> LogoutAsync(HttpContext context, IFormCollection form, ServersOfUser serversOfUser)
    {
        if (context.User.UserId() is { } userId)
            serversOfUser.Forget(userId);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect("/");
    }

    private static IResult Failed(SignInFailure failure) =>
        Results.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/login/failed?reason={failure}"));

    [LoggerMessage(LogLevel.Error, "Nobody can sign in: set Discord:ClientId, and Web:PublicBaseUri unless browsers come over loopback")]
    private static partial void LogNotSetUp(ILogger logger);
}

public enum SignInFailure
{
    /// <summary>The person said no, or Discord did.</summary>
    Refused = 0,

    /// <summary>The attempt is not from this browser, too old, or was used.</summary>
    Stale = 1,

    /// <summary>Discord did not answer.</summary>
    Discord = 2,

    /// <summary>Discord's application or the public address is not configured.</summary>
    Setup = 3,
}
