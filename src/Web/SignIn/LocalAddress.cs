namespace CommunityIntel.Web.SignIn;

/// <summary>An address on this site, so that nobody can be sent elsewhere through a link to us.</summary>
public static class LocalAddress
{
    /// <summary>The address when it is a path here, else the fallback.</summary>
    public static string OrElse(string? address, string fallback) => IsLocal(address) ? address! : fallback;

    /// <summary>The page that sent a form, when it is ours.</summary>
    public static string OfReferer(HttpRequest request, string fallback)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page)
            && page.Authority == request.Host.Value
            && IsLocal(page.PathAndQuery)
                ? page.PathAndQuery
                : fallback;
    }

    // A browser reads //host and /\host as another host, and drops tabs and line breaks before it decides.
    private static bool IsLocal(string? address) =>
        address is ['/', ..]
        && address is not ['/', '/' or '\\', ..]
        && !address.Any(char.IsControl);
}
