using System.Text.Json;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>Finds the one JSON object in what a model said: bare, or between the fences of a Markdown code block.</summary>
internal static class AnswerText
{
    private const string Fence = "```";

    public static string? TryFindObject(string? content)
    {
        if (content is null) return null;
        var json = Bare(content.Trim().TrimStart('\uFEFF'));
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Half a surrogate pair is an ArgumentException.
            return null;
        }
    }

    private static string Bare(string content)
    {
        if (content.Length < 2 * Fence.Length || !content.StartsWith(Fence, StringComparison.Ordinal) || !content.EndsWith(Fence, StringComparison.Ordinal))
            return content;
        var inside = content[Fence.Length..^Fence.Length];
        return (inside.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? inside["json".Length..] : inside).Trim();
    }
}
