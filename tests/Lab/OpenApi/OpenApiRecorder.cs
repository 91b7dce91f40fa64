using System.Collections.Concurrent;

namespace CommunityIntel.Lab.OpenApi;

/// <summary>Checks every request that passes and every answer to it, and keeps what does not fit.</summary>
/// <param name="basePath">The server's part of paths, such as <c>/api/v10</c>.</param>
public sealed class OpenApiRecorder(OpenApiDocument document, string basePath) : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _problems = new();
    private int _checked;

    /// <summary>One line each: method, path, request or status, pointer, what is wrong.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Exchanges checked.</summary>
    public int Checked => _checked;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (method, uri) = (request.Method.Method, request.RequestUri!);
        var path = uri.AbsolutePath.StartsWith(basePath, StringComparison.Ordinal) ? uri.AbsolutePath[basePath.Length..] : uri.AbsolutePath;
        var body = request.Content is null ? null : await JsonOfAsync(request.Content, cancellationToken);
        Keep($"{method} {path}", document.ValidateRequest(method, path, uri.Query, request.Content?.Headers.ContentType?.MediaType, body));
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType is null or "application/json")
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            Keep($"{method} {path} {(int)response.StatusCode}", document.ValidateResponse(method, path, (int)response.StatusCode, answer));
        }
        Interlocked.Increment(ref _checked);
        return response;
    }

    private static async Task<string?> JsonOfAsync(HttpContent content, CancellationToken ct)
    {
        if (content is not MultipartContent parts)
            return await content.ReadAsStringAsync(ct);
        var payload = parts.FirstOrDefault(p => p.Headers.ContentDisposition?.Name?.Trim('"') == "payload_json");
        return payload is null ? null : await payload.ReadAsStringAsync(ct);
    }

    private void Keep(string exchange, IReadOnlyList<OpenApiProblem> problems)
    {
        foreach (var problem in problems)
            _problems.Enqueue($"{exchange} {problem}");
    }
}
