using System.Net;
using System.Net.Http;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>Reads an answer whole, up to a megabyte as it is after decompression; more is a failed request. Sends no made-up key.</summary>
internal sealed class CappedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>What the client, which cannot go without, is given for an endpoint that wants no key.</summary>
    public const string NoKey = "none";

    /// <summary>Follows no redirect, which might take a key elsewhere; renews connections, so that changes of address are seen.</summary>
    public static HttpClient NewClient() => new(new CappedAnswers(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter == NoKey) request.Headers.Authorization = null;
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
