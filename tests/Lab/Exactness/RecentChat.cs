using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommunityIntel.Lab.Exactness;

/// <summary>One message of a chat file, in UTC.</summary>
public sealed record ChatLine(DateTimeOffset At, string Channel, string Author);

/// <summary>
/// A chat file moved by whole weeks, so that it ends with the day before yesterday at the latest; on disk until disposed. Read here from the raw lines, with
/// nothing of the product's.
/// </summary>
public sealed class RecentChat : IDisposable
{
    /// <param name="file">JSON Lines, plain or <c>.gz</c>, sorted by <c>ts</c>.</param>
    /// <param name="now">The present that it is moved to.</param>
    /// <param name="every">Every so-manieth line: the shape of the whole at a part of the time.</param>
    /// <param name="days">What is older than so many days is left out.</param>
    /// <exception cref="InvalidDataException">A line is not a message, or there is none.</exception>
    public RecentChat(string file, DateTimeOffset now, int every = 1, int days = int.MaxValue)
    {
        var lines = Read(file).Where((_, i) => i % every == 0).Select(json => (At: DateTimeOffset.Parse(json["ts"]!.GetValue<string>(), CultureInfo.InvariantCulture), Json: json)).ToList();
        if (lines.Count == 0) throw new InvalidDataException($"{file} holds no message");
        Weeks = (int)Math.Floor((now.AddDays(-2) - lines[^1].At).TotalDays / 7);
        var kept = lines.ConvertAll(line => (At: line.At.AddDays(7 * Weeks), line.Json));
        kept.RemoveAll(line => now - line.At > TimeSpan.FromDays(Math.Min(days, 100_000)));
        Lines = kept.ConvertAll(line => new ChatLine(line.At, line.Json["channel"]!.GetValue<string>(), AuthorOf(line.Json)));
        foreach (var (at, json) in kept) json["ts"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        File.WriteAllLines(Path, kept.Select(line => line.Json.ToJsonString()));
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"recent-chat-{Environment.ProcessId}-{Guid.NewGuid():N}.jsonl");

    /// <summary>By how many weeks it was moved.</summary>
    public int Weeks { get; }

    public IReadOnlyList<ChatLine> Lines { get; }

    public void Dispose() => File.Delete(Path);

    private static IEnumerable<JsonObject> Read(string file)
    {
        using var bytes = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        for (var number = 1; reader.ReadLine() is { } line; number++)
            if (line.Length > 0) yield return Parse(line) ?? throw new InvalidDataException($"line {number} of {file} is not a message: expected ts, channel, author or author_id, text");
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject json && json["ts"] is JsonValue && json["channel"] is JsonValue && (json["author"] ?? json["author_id"]) is JsonValue ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Who has no id is known by name.
    private static string AuthorOf(JsonObject json) =>
        json["author_id"]?.GetValue<string>() is { Length: > 0 } id ? id : "name:" + json["author"]!.GetValue<string>();
}
