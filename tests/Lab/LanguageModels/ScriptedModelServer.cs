using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Lab.LanguageModels;

/// <summary>An OpenAI-compatible endpoint on loopback that says what the test tells it to. Keeps every question.</summary>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ModelReply> _script = new();
    private readonly Lock _gate = new();
    private readonly List<ModelCall> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];

    private ScriptedModelServer(WebApplication app) => _app = app;

    /// <summary>What to configure as <c>BaseAddress</c>.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>What is answered when the script is empty; an empty JSON object at first. May take its time.</summary>
    public Func<ModelCall, Task<ModelReply>> Reply { get; set; } = static _ => Task.FromResult<ModelReply>(new ModelReply.Completion("{}"));

    /// <summary>In the order of their arrival.</summary>
    public IReadOnlyList<ModelCall> Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    public static async Task<ScriptedModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ScriptedModelServer(builder.Build());
        server._app.Run(server.ServeAsync);
        await server._app.StartAsync();
        server.BaseAddress = new Uri(new Uri(server._app.Urls.Single()), "v1");
        return server;
    }

    /// <summary>The next replies, one for each question.</summary>
    public ScriptedModelServer Then(params ReadOnlySpan<ModelReply> replies)
    {
        foreach (var reply in replies) _script.Enqueue(reply);
        return this;
    }

    /// <summary>Ends when so many questions have come since the start.</summary>
    /// <exception cref="TimeoutException">They did not come within a minute.</exception>
    public Task ArrivedAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_calls.Count >= count) return Task.CompletedTask;
            _awaited.Add((count, reached));
        }

        return reached.Task.WaitAsync(Enough);
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever hangs is let go.
        using var quickly = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(quickly.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var authorization = http.Request.Headers.Authorization;
        var call = new ModelCall(http.Request.Path, authorization.Count == 0 ? null : authorization.ToString(), body);
        Keep(call);
        await SendAsync(http, _script.TryDequeue(out var next) ? next : await Reply(call), call);
    }

    private void Keep(ModelCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Count <= _calls.Count)) reached.TrySetResult();
        }
    }

    private static async Task SendAsync(HttpContext http, ModelReply reply, ModelCall call)
    {
        switch (reply)
        {
            case ModelReply.Completion completion:
                await WriteAsync(http, 200, Json(completion, call));
                break;
            case ModelReply.Raw raw:
                await WriteAsync(http, 200, raw.Body);
                break;
            case ModelReply.Status status:
                if (status.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds;
                if (status.Location is { } location) http.Response.Headers.Location = location;
                await WriteAsync(http, status.Code, status.Body);
                break;
            case ModelReply.Hang:
                await UntilGoneAsync(http);
                break;
            case ModelReply.Cut cut:
                await CutAsync(http, Json(new ModelReply.Completion(cut.Content), call));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(reply));
        }
    }

    private static Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static async Task UntilGoneAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static async Task CutAsync(HttpContext http, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
    }

    private static string Json(ModelReply.Completion completion, ModelCall call)
    {
        var root = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1_700_000_000,
            ["model"] = call.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = completion.Content, ["refusal"] = completion.Refusal },
                ["finish_reason"] = completion.FinishReason,
            }),
        };
        if (completion.InputTokens is { } input)
            root["usage"] = new JsonObject { ["prompt_tokens"] = input, ["completion_tokens"] = completion.OutputTokens, ["total_tokens"] = input + completion.OutputTokens };
        return root.ToJsonString();
    }
}
