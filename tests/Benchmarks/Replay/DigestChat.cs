using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CommunityIntel.Domain;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>A message of a chat file. <c>Channel</c>, <c>Author</c>: ids made of its names.</summary>
internal sealed record DigestLine(DateTimeOffset At, long Channel, long Author, string AuthorName, string Text);

/// <summary>The ten busiest channels of a chat file, and weeks of it (from Monday, UTC) spread over its time in which enough was said.</summary>
internal sealed class DigestChat
{
    public const int Channels = 10;

    private const int FewestMessages = 150;

    private DigestChat(IReadOnlyDictionary<long, string> names, IReadOnlyList<(DateOnly Monday, IReadOnlyList<DigestLine> Lines)> weeks) => (Names, Weeks) = (names, weeks);

    public IReadOnlyDictionary<long, string> Names { get; }

    public IReadOnlyList<(DateOnly Monday, IReadOnlyList<DigestLine> Lines)> Weeks { get; }

    public static DigestChat Read(string file, int weeks)
    {
        var lines = Lines(file).ToList();
        var busiest = lines.GroupBy(l => l.Channel).OrderByDescending(c => c.Count()).ThenBy(c => c.Key, StringComparer.Ordinal).Take(Channels).Select((c, i) => (c.Key, Id: 1_000L + i)).ToDictionary(c => c.Key, c => c.Id);
        var authors = lines.Select(l => l.Author).Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(a => a.Item, a => 100_000L + a.Index);
        var chosen = lines.Where(l => busiest.ContainsKey(l.Channel)).GroupBy(l => DateOnly.FromDateTime(l.At.UtcDateTime).AddDays(-(((int)l.At.UtcDateTime.DayOfWeek + 6) % 7)))
            .Where(w => w.Count() >= FewestMessages).OrderBy(w => w.Key).ToList();
        var step = Math.Max(1, chosen.Count / weeks);
        return new DigestChat(
            busiest.ToDictionary(c => c.Value, c => c.Key),
            [.. chosen.Where((_, i) => i % step == 0).Take(weeks).Select(w => (w.Key, (IReadOnlyList<DigestLine>)[.. w.Select(l => new DigestLine(l.At, busiest[l.Channel], authors[l.Author], l.Author, l.Text))]))]);
    }

    private static IEnumerable<(DateTimeOffset At, string Channel, string Author, string Text)> Lines(string file)
    {
        using var bytes = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var m = json.RootElement;
            yield return (DateTimeOffset.Parse(m.GetProperty("ts").GetString()!, CultureInfo.InvariantCulture), m.GetProperty("channel").GetString()!, m.GetProperty("author").GetString()!, m.GetProperty("text").GetString()!);
        }
    }
}
