using System.Net;
using CommunityIntel.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.SignIn;

/// <summary>Where browsers reach us. The request's own host is believed only on loopback.</summary>
public sealed class PublicAddress(IOptions<WebOptions> options)
{
    private readonly Uri? configured = options.Value.PublicBaseUri;

    public Uri? Callback(HttpRequest request) => Of(request, SignInEndpoints.CallbackPath);

    /// <summary>The absolute address of a path here; null when Web:PublicBaseUri is missing and needed.</summary>
    public Uri? Of(HttpRequest request, string path)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = configured ?? (IsLoopback(request.Host.Host) ? new Uri($"{request.Scheme}://{request.Host.Value}") : null);
        return root is null ? null : new(root, path);
    }

    public bool IsSecure(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.IsHttps || configured?.Scheme == Uri.UriSchemeHttps;
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
