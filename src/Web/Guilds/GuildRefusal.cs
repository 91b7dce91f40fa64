using CommunityIntel.Web.Billing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// A guild that somebody is not in does not exist for them: 404, the same as for a guild that nobody has. Whoever is
/// signed out, here or at Discord, signs in first; when Discord does not answer, the page says so (503). Pages of operators exist for nobody else.
/// </summary>
public sealed class GuildRefusal : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(authorizeResult);
        if (!authorizeResult.Succeeded && policy.Requirements.OfType<OperatorRequirement>().Any())
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!authorizeResult.Forbidden || context.Features.Get<StandingFeature>() is not { } found)
        {
            await usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        switch (found.Standing)
        {
            case GuildStanding.SignedOut:
                await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                await context.ChallengeAsync();
                break;
            case GuildStanding.Unknown:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }
}
