using System.Globalization;
using System.Text.Json;
using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>What the replayed file holds, counted by other code than the product's: the JSON file beside it.</summary>
internal sealed class AnswerKey(JsonElement key)
{
    public static AnswerKey? Beside(string file)
    {
        var path = file.Replace(".jsonl.gz", ".stats.json", StringComparison.Ordinal).Replace(".jsonl", ".stats.json", StringComparison.Ordinal);
        return File.Exists(path) ? new AnswerKey(JsonDocument.Parse(File.ReadAllText(path)).RootElement) : null;
    }

    public long Messages => key.GetProperty("messages").GetInt64();

    public DateOnly FirstDay => Date(key.GetProperty("first").GetString()!);

    public DateOnly LastDay => Date(key.GetProperty("last").GetString()!);

    /// <summary>One line per thing compared; true when every one is equal.</summary>
    public bool Compare(ActivityReport report, int shiftWeeks, TextWriter output)
    {
        var shift = shiftWeeks * 7;
        var days = report.Days.ToDictionary(d => d.Date.AddDays(-shift));
        var equal = Equal(output, "messages", Messages, report.Totals.Messages);
        equal &= Equal(output, "authors", key.GetProperty("authors").GetInt64(), report.Totals.Authors);
        equal &= Equal(output, "channels", key.GetProperty("channels").GetInt64(), report.Channels.Count);
        equal &= EqualAll(output, "messages per channel", key.GetProperty("per_channel"),
            report.Channels.GroupBy(c => c.Name ?? "").ToDictionary(g => g.Key, g => g.Sum(c => c.Messages)));
        equal &= EqualAll(output, "messages per day", key.GetProperty("per_day"),
            days.Where(d => d.Value.Messages > 0).ToDictionary(d => Text(d.Key), d => d.Value.Messages));
        equal &= EqualAll(output, "distinct authors per day", key.GetProperty("distinct_authors_per_day"),
            days.Where(d => d.Value.Authors > 0).ToDictionary(d => Text(d.Key), d => (long)d.Value.Authors));
        var matrix = key.GetProperty("heatmap_weekday_x_hour_utc").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(cell => cell.GetInt64())).ToList();
        var wrong = matrix.Zip(report.Heatmap).Count(pair => pair.First != pair.Second);
        output.WriteLine($"  weekday × hour             {matrix.Count - wrong} of {matrix.Count} cells equal{(wrong == 0 ? "" : "  ← DIFFERENT")}");
        return equal && wrong == 0;
    }

    private static bool Equal(TextWriter output, string what, long expected, long actual)
    {
        output.WriteLine($"  {what,-26} {actual} {(expected == actual ? "equal" : $"← DIFFERENT, expected {expected}")}");
        return expected == actual;
    }

    private static bool EqualAll(TextWriter output, string what, JsonElement expected, Dictionary<string, long> actual)
    {
        var wanted = expected.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64());
        var different = wanted.Keys.Union(actual.Keys).Where(k => wanted.GetValueOrDefault(k) != actual.GetValueOrDefault(k)).ToList();
        output.WriteLine($"  {what,-26} {wanted.Count - different.Count} of {wanted.Count} equal");
        foreach (var name in different.Take(5))
            output.WriteLine($"      {name}: {actual.GetValueOrDefault(name)}, expected {wanted.GetValueOrDefault(name)}  ← DIFFERENT");
        return different.Count == 0;
    }

    private static DateOnly Date(string timestamp) => DateOnly.FromDateTime(DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture).UtcDateTime);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
