using System.Text.Json;

namespace CommunityIntel.Domain.Digests;

/// <summary>Reads what a language model answered, and keeps what may be shown of it.</summary>
public static class DigestReply
{
    /// <summary>UTF-16 units of a message that may stand in a model's words.</summary>
    private const int LongestCopy = 60;

    /// <summary>
    /// Null = it has not the shape that was asked for. An item without a message of the question as its source is left out, and so is one with an address or
    /// a mention in it or that copies one at length, and a topic of fewer than <see cref="DigestRules.FewestAuthors"/> people.
    /// </summary>
    public static DigestContent? Read(string json, PromptPart part, DigestLength length)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array) return null;
            var mood = document.RootElement.TryGetProperty("mood", out var told) && told.ValueKind == JsonValueKind.String ? MoodOf(told.GetString()) : DigestMood.Unknown;
            if (items.EnumerateArray().Any(i => !HasShape(i))) return null;
            return new DigestContent(mood, [.. items.EnumerateArray().Select(i => ItemOf(i, part)).OfType<DigestItem>().Take(DigestRules.MostItems(length))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: not an object, or text that is half a character.
            return null;
        }
    }

    /// <summary>What several questions gave, in one: most people first, what rests on the same messages once.</summary>
    public static DigestContent Merge(IReadOnlyList<DigestContent> parts, DigestLength length)
    {
        if (parts.Count == 1) return parts[0];
        var (items, used, most) = (new List<DigestItem>(), new HashSet<long>(), DigestRules.MostItems(length));
        // A part's items come in its own order of worth: the first of every part are before the second of any.
        var ranked = parts.SelectMany((p, part) => p.Items.Select((item, place) => (item, place, part))).OrderBy(x => x.place).ThenByDescending(x => x.item.Authors).ThenBy(x => x.part);
        foreach (var (item, _, _) in ranked)
        {
            if (items.Count == most) break;
            if (item.Sources.Any(used.Contains)) continue;
            used.UnionWith(item.Sources);
            items.Add(item);
        }

        var mood = parts.Select(p => p.Mood).Where(m => m != DigestMood.Unknown).GroupBy(m => m).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key;
        return new DigestContent(mood ?? DigestMood.Unknown, [.. items.OrderBy(i => i.Kind)]);
    }

    private static bool HasShape(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && IsText(item, "kind") && IsText(item, "title") && IsText(item, "text")
        && item.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array && sources.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String);

    private static bool IsText(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private static DigestItem? ItemOf(JsonElement item, PromptPart part)
    {
        if (KindOf(item.GetProperty("kind").GetString()) is not { } kind) return null;
        var (title, text) = (item.GetProperty("title").GetString()!, item.GetProperty("text").GetString()!);
        if (DigestText.HasLinkOrMention(title) || DigestText.HasLinkOrMention(text)) return null;
        (title, text) = (DigestText.Line(title, DigestRules.LongestTitle), DigestText.Line(text, DigestRules.LongestText));
        if (text.Length == 0) return null;
        var sources = item.GetProperty("sources").EnumerateArray().Select(s => part.Find(s.GetString()!)).OfType<ChatMessage>().DistinctBy(m => m.MessageId).ToList();
        var authors = sources.Select(m => m.AuthorId).Distinct().Count();
        if (sources.Count is 0 or > DigestRules.MostRestedOn || (kind == DigestItemKind.Topic && authors < DigestRules.FewestAuthors)) return null;
        if (part.Messages.Any(m => IsCopied(text, m.Text) || IsCopied(title, m.Text))) return null;
        return new DigestItem(kind, title, text, [.. ByPeople(sources).Select(m => m.MessageId)], authors);
    }

    // What a model wrote stays when the messages' texts are gone: it must not be one of them.
    private static bool IsCopied(string text, string message) =>
        Enumerable.Range(0, Math.Max(0, text.Length - LongestCopy + 1)).Any(start => message.AsSpan().Contains(text.AsSpan(start, LongestCopy), StringComparison.OrdinalIgnoreCase));

    // The first of every person before the second of any: those are the links that are shown.
    private static IEnumerable<ChatMessage> ByPeople(List<ChatMessage> sources) =>
        sources.GroupBy(m => m.AuthorId).SelectMany(g => g.Select((m, turn) => (m, turn))).OrderBy(x => x.turn).Select(x => x.m);

    private static DigestItemKind? KindOf(string? name) => name switch
    {
        "topic" => DigestItemKind.Topic,
        "open_question" => DigestItemKind.OpenQuestion,
        "decision" => DigestItemKind.Decision,
        "event" => DigestItemKind.Event,
        _ => null,
    };

    private static DigestMood MoodOf(string? name) => name switch
    {
        "calm" => DigestMood.Calm,
        "cheerful" => DigestMood.Cheerful,
        "mixed" => DigestMood.Mixed,
        "tense" => DigestMood.Tense,
        _ => DigestMood.Unknown,
    };
}
