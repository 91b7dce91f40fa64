using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Lab;

namespace CommunityIntel.Domain.Tests.Digests;

/// <summary>
/// Recorded public chat as Discord would give it: ids that hold the time, names as mentions. Moved by 52 weeks, since ids cannot be older
/// than 2015. Without the messages of its bot, as no digest is made of those.
/// </summary>
internal static partial class RealChat
{
    private static readonly TimeSpan Moved = TimeSpan.FromDays(364);

    public static string? Path { get; } = SharedData.Find("chat", "fcc-gitter.jsonl.gz");

    /// <summary>Messages from that Monday 00:00 UTC, in the time of the recording; channels and authors are numbered from 1.</summary>
    public static IReadOnlyList<ChatMessage> Week(string monday, int days = 7) => Read(monday, days, out _);

    public static IReadOnlyList<ChatMessage> Read(string from, int days, out IReadOnlyList<string> channels)
    {
        var start = DateTimeOffset.Parse(from + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var lines = Lines(from, start.AddDays(days));
        List<string> names = [.. lines.Select(l => l.Author).Distinct()], rooms = [.. lines.Select(l => l.Channel).Distinct()];
        var authors = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i + 1L, StringComparer.OrdinalIgnoreCase);
        channels = rooms;
        return [.. lines.Select((l, n) => new ChatMessage(
            Snowflake.At(l.At + Moved) | (uint)(n & 0xfff), rooms.IndexOf(l.Channel) + 1, authors[l.Author],
            Name().Replace(l.Text, m => authors.TryGetValue(m.Groups[1].Value, out var id) ? $"<@{id}>" : m.Value)))];
    }

    private static List<(DateTimeOffset At, string Channel, string Author, string Text)> Lines(string from, DateTimeOffset end)
    {
        var lines = new List<(DateTimeOffset, string, string, string)>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path!), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            // Sorted by time, which is the first property.
            if (string.CompareOrdinal(line, 7, from, 0, from.Length) < 0) continue;
            using var json = JsonDocument.Parse(line);
            var at = json.RootElement.GetProperty("ts").GetDateTimeOffset();
            if (at >= end) break;
            string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
            if (Text("author") != "camperbot") lines.Add((at, Text("channel"), Text("author"), Text("text")));
        }

        return lines;
    }

    [GeneratedRegex(@"(?<!\w)@([\w-]+)")]
    private static partial Regex Name();
}
