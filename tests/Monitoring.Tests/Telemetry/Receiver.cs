using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Monitoring.Tests.Telemetry;

/// <summary>Takes whatever is posted to it and keeps it, unpacked.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _posts = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Receiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The first that passes, as it is read: bytes that are no text look odd and do no harm. Fails after half a minute.</summary>
    public async Task<string> FindAsync(Func<string, string, bool> wanted, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var more = Volatile.Read(ref _more).Task;
            foreach (var (path, body) in _posts)
                if (Encoding.UTF8.GetString(body) is var text && wanted(path, text)) return text;
            await more.WaitAsync(patience.Token);
        }
    }

    /// <summary>Everything so far.</summary>
    public string Everything => string.Join('\n', _posts.Select(post => Encoding.UTF8.GetString(post.Body)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        await using var body = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        using var kept = new MemoryStream();
        await body.CopyToAsync(kept);
        _posts.Enqueue((http.Request.Path, kept.ToArray()));
        Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
