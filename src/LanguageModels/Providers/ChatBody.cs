using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>How the form of the answer is asked for, from the surest on.</summary>
internal enum AnswerForm
{
    /// <summary><c>response_format</c> with the schema: the endpoint holds the model to it.</summary>
    Schema,

    /// <summary>The same, and the schema in words too: the endpoint does not mind it, but does not heed it either.</summary>
    SchemaAndWords,

    /// <summary><c>response_format: json_object</c>, and the schema in words.</summary>
    AnyObject,

    /// <summary>The schema in words alone.</summary>
    Words,
}

/// <summary>The body of <c>POST /chat/completions</c> (OpenAI API reference, Create chat completion).</summary>
internal static class ChatBody
{
    // What is in a body is read by no browser; letters stay letters, which halves many chats.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static BinaryData Of(ModelRequest request, string model, AnswerForm form)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(Message("system", Instructions(request, form)), Message("user", request.Input)),
            ["max_completion_tokens"] = request.MostOutputTokens,
        };
        if (Format(request, form) is { } format) body["response_format"] = format;
        return BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(body, Plain));
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private static string Instructions(ModelRequest request, AnswerForm form) => form == AnswerForm.Schema
        ? request.Instructions
        : $"{request.Instructions}\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n{request.Schema}";

    private static JsonObject? Format(ModelRequest request, AnswerForm form) => form switch
    {
        AnswerForm.Schema or AnswerForm.SchemaAndWords => new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = request.SchemaName, ["strict"] = true, ["schema"] = JsonNode.Parse(request.Schema) },
        },
        AnswerForm.AnyObject => new JsonObject { ["type"] = "json_object" },
        _ => null,
    };
}
