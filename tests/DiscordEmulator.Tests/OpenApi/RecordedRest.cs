using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommunityIntel.Discord;
using CommunityIntel.Discord.OAuth2;
using CommunityIntel.Discord.Rest;
using CommunityIntel.DiscordEmulator.Tests.Hosting;
using CommunityIntel.Lab.OpenApi;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.DiscordEmulator.Tests.OpenApi;

/// <summary>The product's own REST clients against a local Discord, with everything checked that goes over the wire.</summary>
public sealed partial class RecordedRest : IDisposable
{
    private const string BasePath = "/api/v10";
    private static readonly Lazy<OpenApiDocument> Document = new(() => OpenApiDocument.Load(SharedPayloads.OpenApiPath!));
    private readonly HttpClient http;
    private readonly OpenApiRecorder recorder;

    public RecordedRest(RunningEmulator emulator, string? token = null, Action<JsonNode>? spoil = null)
    {
        var options = new DiscordOptions
        {
            Token = token ?? emulator.Options.Token,
            ClientId = $"{emulator.Options.ClientId}",
            ClientSecret = emulator.Options.ClientSecret,
            RestBaseUri = new Uri(emulator.Address, BasePath + "/"),
            AuthorizeUri = new Uri(emulator.Address, "/oauth2/authorize"),
        };
        recorder = new OpenApiRecorder(Document.Value, BasePath) { InnerHandler = new Spoiler(spoil) { InnerHandler = new SocketsHttpHandler() } };
        http = new HttpClient(recorder) { BaseAddress = options.RestBaseUri };
        var limiter = new RestRateLimiter(TimeProvider.System, NullLogger<RestRateLimiter>.Instance);
        (Client, Calls) = CallLog.Over(new DiscordRestClient(http, limiter, options, TimeProvider.System, NullLogger<DiscordRestClient>.Instance));
        Bearer = new OAuth2DiscordClient(http, Options.Create(options));
    }

    public IDiscordRest Client { get; }

    public CallLog Calls { get; }

    public OAuth2DiscordClient Bearer { get; }

    public HttpClient Raw => http;

    /// <summary>What does not fit; each line names the call and the place.</summary>
    /// <remarks>
    /// One mistake of the document is left out: it makes the code of a form error a number, where Discord answers names such
    /// as BASE_TYPE_REQUIRED (Discord API reference, Error Messages).
    /// </remarks>
    public IEnumerable<string> Problems => recorder.Problems.Where(p => !FormErrorCode().IsMatch(p));

    public int Checked => recorder.Checked;

    public static void RequireDocument() =>
        Assert.SkipUnless(File.Exists(SharedPayloads.OpenApiPath), "Discord's OpenAPI document (shared/data/payloads/discord-openapi/openapi.json) is not here.");

    public void Dispose() => http.Dispose();

    [GeneratedRegex(" 400 /errors[^:]*: fits none of 2 alternatives$| 400 /errors/.*/_errors/[0-9]+/code: is String, expected integer$")]
    private static partial Regex FormErrorCode();

    /// <summary>Changes answers on their way, below the recorder.</summary>
    private sealed class Spoiler(Action<JsonNode>? spoil) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (spoil is null || answer.Content.Headers.ContentType is not { } type) return answer;
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            spoil(body);
            answer.Content = new StringContent(body.ToJsonString(), type);
            return answer;
        }
    }
}
