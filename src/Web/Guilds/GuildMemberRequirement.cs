using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace CommunityIntel.Web.Guilds;

/// <summary>The person is in the guild that the address names.</summary>
public sealed class GuildMemberRequirement : IAuthorizationRequirement
{
    public const string Policy = "guild-member";
    public const string RouteValue = "guildId";
}

public sealed class GuildMemberHandler(GuildAccess access) : AuthorizationHandler<GuildMemberRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, GuildMemberRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Resource is not HttpContext http
            || !long.TryParse(Convert.ToString(http.GetRouteValue(GuildMemberRequirement.RouteValue), CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture, out var guildId))
            return;

        var standing = await access.GetStandingAsync(context.User, guildId);
        http.Features.Set(new StandingFeature(standing));
        if (standing >= GuildStanding.Member)
            context.Succeed(requirement);
    }
}

/// <summary>What the check of this request found, for whoever answers it.</summary>
public sealed record StandingFeature(GuildStanding Standing);
