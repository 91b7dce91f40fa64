using System.Text.Json;

namespace CommunityIntel.Lab.LanguageModels;

/// <summary>One question as it came over the wire.</summary>
/// <param name="Authorization">The whole header; null = none.</param>
public sealed record ModelCall(string Path, string? Authorization, string Body)
{
    private readonly JsonElement _root = JsonSerializer.Deserialize<JsonElement>(Body);

    public JsonElement Root => _root;

    public string Model => _root.GetProperty("model").GetString()!;

    /// <summary>The system message.</summary>
    public string Instructions => Message("system");

    /// <summary>The user message.</summary>
    public string Input => Message("user");

    /// <summary>json_schema, json_object; null = none was asked for.</summary>
    public string? Format => _root.TryGetProperty("response_format", out var format) ? format.GetProperty("type").GetString() : null;

    private string Message(string role) =>
        _root.GetProperty("messages").EnumerateArray().Single(message => message.GetProperty("role").GetString() == role).GetProperty("content").GetString()!;
}
