using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace CommunityIntel.Web.Guilds;

/// <summary>How the person has to stand at least to the guild that the address names.</summary>
public sealed class GuildMemberRequirement(GuildStanding least) : IAuthorizationRequirement
{
    /// <summary>For pages of everybody in the guild.</summary>
    public const string Policy = "guild-member";

    /// <summary>For pages of those who manage the guild; for its members these do not exist.</summary>
    public const string ManagerPolicy = "guild-manager";
    public const string RouteValue = "guildId";

    public GuildStanding Least { get; } = least;
}

public sealed class GuildMemberHandler(GuildAccess access) : AuthorizationHandler<GuildMemberRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, GuildMemberRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(requirement);
        if (context.Resource is not HttpContext http
            || !long.TryParse(Convert.ToString(http.GetRouteValue(GuildMemberRequirement.RouteValue), CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture, out var guildId))
            return;

        var standing = await access.GetStandingAsync(context.User, guildId);
        http.Features.Set(new StandingFeature(standing));
        if (standing >= requirement.Least)
            context.Succeed(requirement);
    }
}

/// <summary>What the check of this request found, for whoever answers it.</summary>
public sealed record StandingFeature(GuildStanding Standing);
