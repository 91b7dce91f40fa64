using System.Text.Json;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>
/// What we read of a chat completion. Read here and not by the client, whose reading of what other endpoints leave out or
/// name differently ends in exceptions of every kind.
/// </summary>
/// <param name="Content">Null when the model said nothing, refused, or wanted something else than to answer.</param>
/// <param name="IsWhole">False when it was cut off by the limit of tokens or by a filter.</param>
/// <param name="InputTokens">Null when the endpoint does not count.</param>
internal sealed record ChatReply(string? Content, bool IsWhole, long? InputTokens, long? OutputTokens)
{
    // A count beyond it is no count.
    private const long MostTokens = 100_000_000;

    /// <summary>Null when it is no chat completion at all.</summary>
    public static ChatReply? TryRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatReply? Read(JsonElement root)
    {
        if (Member(root, "choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
            return null;
        var choice = choices[0];
        var message = Member(choice, "message");
        var usage = Member(root, "usage");
        return new ChatReply(
            Text(message, "refusal") is { Length: > 0 } ? null : Text(message, "content"),
            Text(choice, "finish_reason") is not ("length" or "content_filter"),
            Count(usage, "prompt_tokens"),
            Count(usage, "completion_tokens"));
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    // Half a surrogate pair is JSON and yet no text.
    private static string? Text(JsonElement? parent, string name)
    {
        try
        {
            return Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static long? Count(JsonElement? usage, string name) =>
        Member(usage, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) && count is >= 0 and <= MostTokens ? count : null;
}
