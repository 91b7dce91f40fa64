using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommunityIntel.Web.Tests.Exactness;

/// <summary>One message of the file, in UTC.</summary>
public sealed record ChatLine(DateTimeOffset At, string Channel, string Author);

/// <summary>
/// A year and more of the real chat, moved by whole weeks so that it ends with the day before yesterday; on disk until disposed. Counted here from the
/// raw lines, by the time zones of the operating system and with nothing of the product's.
/// </summary>
public sealed class RecentChat : IDisposable
{
    /// <summary>The range that pages call a year, and the one before it.</summary>
    private const int Days = 2 * 364;

    /// <summary>Every so-manieth line: the shape of the whole at a part of the time.</summary>
    private const int Every = 8;

    public RecentChat(string file, DateTimeOffset now)
    {
        var lines = new List<(DateTimeOffset At, JsonObject Json)>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            for (var i = 0; reader.ReadLine() is { } text; i++)
            {
                if (i % Every != 0) continue;
                var json = JsonNode.Parse(text)!.AsObject();
                lines.Add((DateTimeOffset.Parse(json["ts"]!.GetValue<string>(), CultureInfo.InvariantCulture), json));
            }
        }

        var weeks = (int)((now.AddDays(-2) - lines[^1].At).TotalDays / 7);
        var moved = lines.ConvertAll(line => (At: line.At.AddDays(7 * weeks), line.Json));
        var recent = moved.Where(line => line.At > now.AddDays(-Days)).ToList();
        Lines = recent.ConvertAll(line => new ChatLine(line.At, line.Json["channel"]!.GetValue<string>(), AuthorOf(line.Json)));
        foreach (var (at, json) in recent) json["ts"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        File.WriteAllLines(Path, recent.Select(line => line.Json.ToJsonString(new JsonSerializerOptions { WriteIndented = false })));
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"recent-chat-{Environment.ProcessId}-{Guid.NewGuid():N}.jsonl");

    public IReadOnlyList<ChatLine> Lines { get; }

    public void Dispose() => File.Delete(Path);

    // Who has no id is known by name.
    private static string AuthorOf(JsonObject json) =>
        json["author_id"]?.GetValue<string>() is { Length: > 0 } id ? id : "name:" + json["author"]!.GetValue<string>();
}
