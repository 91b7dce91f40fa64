using System.Globalization;
using CommunityIntel.Chaos.Checks;

namespace CommunityIntel.Chaos.Runs;

/// <summary>What a run showed. Green when nothing that was delivered is missing, doubled or counted differently.</summary>
internal sealed record ChaosReport
{
    public required ChaosOptions Options { get; init; }
    public required long Events { get; init; }
    public required long Messages { get; init; }
    public required double EventsPerSecond { get; init; }
    public required long Skipped { get; init; }
    public required bool Drained { get; init; }
    public required string DrainedIn { get; init; }
    public required IReadOnlyList<RecoveryOf> Recoveries { get; init; }
    public required IReadOnlyList<string> Deaths { get; init; }
    public required IReadOnlyDictionary<string, long> Memory { get; init; }
    public required int StrictGuilds { get; init; }
    public required IReadOnlyList<TableResult> Tables { get; init; }
    public required LostSessionsResult LostSessions { get; init; }
    public required IReadOnlyList<string> Watermarks { get; init; }
    public required int Sessions { get; init; }
    public required int SessionsGone { get; init; }
    public required double Identifies { get; init; }
    public required double Resumes { get; init; }
    public required double LongestWait { get; init; }
    public required double MedianWait { get; init; }
    public string? Rolling { get; init; }

    public IEnumerable<string> TooLarge =>
        Memory.Where(m => !m.Key.StartsWith("discord", StringComparison.Ordinal) && m.Value > (long)Options.MemoryMb << 20).Select(m => $"{m.Key} held {m.Value >> 20} MB");

    public bool IsGreen => Drained && Tables.All(t => t.IsEqual) && LostSessions.Problems.Count == 0 && Watermarks.Count == 0 && !TooLarge.Any()
        && (SessionsGone == 0 || Options.Faults.Any(Chaos.Faults.Faults.LoseSessions.Contains));

    public void Write(TextWriter to)
    {
        Line(to, $"Seed {Options.Seed}: {Events} events ({Messages} messages) in {Options.Duration.TotalSeconds:F0} s, {EventsPerSecond:F0}/s; {Skipped} acts left out because the machine did not keep up");
        Line(to, $"Sessions: {Sessions} opened with {Identifies:F0} IDENTIFYs, {Resumes:F0} RESUMEs, {SessionsGone} lost");
        Line(to, $"Faults: {Recoveries.Sum(r => r.Count)}");
        foreach (var r in Recoveries)
            Line(to, $"  {r.Kind,-17} {r.Count,3} ×   recovered after {r.MedianSeconds,5:F1} s (median), {r.MaxSeconds,5:F1} s (most); oldest event {r.Worst:F1} s at its worst");
        if (Recoveries.Count > 0) Line(to, $"  (recovered: the oldest event that is not durable is younger than the limit again; counted from the fault's beginning, its length included)");
        if (Rolling is not null) Line(to, $"{Rolling}");
        foreach (var death in Deaths) Line(to, $"Ended by itself: {death}");
        Line(to, $"Longest that an event of a guild waited to be durable: {MedianWait:F1} s (median of guilds), {LongestWait:F1} s (most)");
        Line(to, $"Memory at most (RSS, MB): {string.Join(", ", Memory.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => FormattableString.Invariant($"{m.Key} {m.Value >> 20}")))}");
        Line(to, $"{(Drained ? $"Drained {DrainedIn} after the load ended" : $"NOT DRAINED: {DrainedIn}")}");
        Line(to, $"Compared strictly: {StrictGuilds} guilds; with bounds, their sessions were lost: {LostSessions.Guilds}");
        foreach (var t in Tables)
        {
            Line(to, $"  {t.Table,-22} {t.Rows,9} rows   {t.Lost} lost, {t.Extra} doubled or made up, {t.Different} different{(t.IsEqual ? "" : "  ← NOT EQUAL")}");
            foreach (var example in t.Examples) Line(to, $"      {example}");
        }

        if (LostSessions.Guilds > 0) Line(to, $"  with bounds: {LostSessions.Stored} messages stored, {LostSessions.Missing} went with lost sessions");
        foreach (var problem in LostSessions.Problems.Concat(Watermarks.Take(10)).Concat(TooLarge)) Line(to, $"  ← {problem}");
        Line(to, $"  watermarks: {(Watermarks.Count == 0 ? "all sound" : $"{Watermarks.Count} UNSOUND")}");
        Line(to, $"{(IsGreen ? "ALL GREEN" : "NOT GREEN")}");
    }

    public override string ToString()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text);
        return text.ToString();
    }

    private static void Line(TextWriter to, FormattableString text) => to.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
