using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>Closed set: a completion, or what went wrong.</summary>
internal abstract record EndpointReply
{
    public sealed record Completion(ChatReply Chat) : EndpointReply;

    public sealed record Failure(Attempt.Failed Failed) : EndpointReply;
}

/// <summary>Sends one request to one endpoint, through OpenAI's client without its own retries, and tells what came back.</summary>
internal sealed class ModelEndpoint
{
    private readonly ChatClient _chat;
    private readonly string _model;
    private readonly TimeProvider _time;

    /// <summary>Remembered: an endpoint that refuses or ignores a form does so every time.</summary>
    private volatile AnswerForm _form = AnswerForm.Schema;

    public ModelEndpoint(ProviderOptions options, HttpClient http, TimeProvider time)
    {
        (_model, _time) = (options.Model, time);
        _chat = new ChatClient(options.Model, new ApiKeyCredential(string.IsNullOrEmpty(options.Key) ? CappedAnswers.NoKey : options.Key), new OpenAIClientOptions
        {
            Endpoint = options.BaseAddress,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            UserAgentApplicationId = "CommunityIntel",
            // It would write what is asked and answered.
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        });
    }

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> is cancelled.</exception>
    public async Task<EndpointReply> SendAsync(ModelRequest request, CancellationToken ct)
    {
        var form = _form;
        try
        {
            using var content = BinaryContent.Create(ChatBody.Of(request, _model, form));
            var result = await _chat.CompleteChatAsync(content, new RequestOptions { CancellationToken = ct, ErrorOptions = ClientErrorBehaviors.NoThrow });
            return Read(result.GetRawResponse(), form);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ClientResultException)
        {
            ct.ThrowIfCancellationRequested();
            return Failure(Trouble.Unreachable);
        }
    }

    /// <summary>What it answers is not what the schema asks for: from now on the schema is in the instructions too.</summary>
    public void SpellSchema()
    {
        if (_form == AnswerForm.Schema) _form = AnswerForm.SchemaAndWords;
    }

    private EndpointReply Read(PipelineResponse response, AnswerForm form)
    {
        var body = response.Content.ToMemory();
        if (response.Status != 200) return new EndpointReply.Failure(Refusal(response, body, form));
        return ChatReply.TryRead(body) is { } chat ? new EndpointReply.Completion(chat) : Failure(Trouble.Unreadable, 200);
    }

    private Attempt.Failed Refusal(PipelineResponse response, ReadOnlyMemory<byte> body, AnswerForm form)
    {
        response.Headers.TryGetValue("Retry-After", out var header);
        var trouble = Kind(response.Status, Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 8192)]), form);
        if (trouble == Trouble.FormatRefused) _form = form < AnswerForm.AnyObject ? AnswerForm.AnyObject : AnswerForm.Words;
        return new Attempt.Failed(trouble, response.Status, RetryAfter.Read(header, _time.GetUtcNow()));
    }

    private static Trouble Kind(int status, string body, AnswerForm form) => status switch
    {
        // Groq, Structured Outputs: the model did not keep to the schema.
        400 when Says(body, "json_validate_failed") => Trouble.Unreadable,
        400 or 422 when form != AnswerForm.Words && (Says(body, "response_format") || Says(body, "response format") || Says(body, "json_schema") || Says(body, "json_object")) => Trouble.FormatRefused,
        // OpenAI, Error codes: nothing is left to pay with.
        429 when Says(body, "insufficient_quota") => Trouble.AccountRefused,
        401 or 402 or 403 => Trouble.AccountRefused,
        429 => Trouble.TooManyRequests,
        408 or >= 500 => Trouble.ServerError,
        _ => Trouble.RequestRefused,
    };

    private static bool Says(string body, string word) => body.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static EndpointReply.Failure Failure(Trouble trouble, int? status = null) => new(new Attempt.Failed(trouble, status));
}
