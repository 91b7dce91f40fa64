using System.Security.Claims;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Billing;

/// <summary>Who runs this deployment, as <see cref="WebOptions.OperatorIds"/> says.</summary>
public sealed class Operators(IOptions<WebOptions> options)
{
    private readonly HashSet<long> ids = [.. options.Value.OperatorIds];

    public bool Include(ClaimsPrincipal user) => user.UserId() is { } id && ids.Contains(id);
}

/// <summary>For the pages of operators. For everybody else, signed in or not, these do not exist.</summary>
public sealed class OperatorRequirement : IAuthorizationRequirement
{
    public const string Policy = "operator";
}

public sealed class OperatorHandler(Operators operators) : AuthorizationHandler<OperatorRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OperatorRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (operators.Include(context.User))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
