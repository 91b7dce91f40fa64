using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.SignIn;

public static class EndpointAuthentication
{
    /// <summary>Outside of a page nobody has told yet who asks: to be called before anything is asked for the person behind the request.</summary>
    public static void AskFor(this AuthenticationStateProvider authentication, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(Task.FromResult(new AuthenticationState(http.User)));
    }
}
