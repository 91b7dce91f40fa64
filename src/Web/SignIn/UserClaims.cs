using System.Globalization;
using System.Security.Claims;

namespace CommunityIntel.Web.SignIn;

/// <summary>What the signed-in cookie says about a person: Discord id, name and avatar hash.</summary>
public static class UserClaims
{
    private const string Avatar = "avatar";

    public static ClaimsPrincipal Principal(DiscordAccount account, string scheme)
    {
        ArgumentNullException.ThrowIfNull(account);
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(ClaimTypes.Name, account.Name));
        if (account.Avatar is not null)
            identity.AddClaim(new(Avatar, account.Avatar));
        return new(identity);
    }

    /// <summary>Null when nobody is signed in.</summary>
    public static long? UserId(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Identity is { IsAuthenticated: true }
            && long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id)
                ? id
                : null;
    }

    public static string? AvatarHash(this ClaimsPrincipal user) => user.FindFirstValue(Avatar);
}
