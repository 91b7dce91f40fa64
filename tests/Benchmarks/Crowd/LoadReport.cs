using System.Globalization;
using System.Text;
using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Benchmarks.Crowd;

/// <summary>So many people at once for so long. <c>FirstPaintMs</c>: of the overview in Chromium meanwhile, the median of five.</summary>
internal sealed record LoadStep(int People, TimeSpan Length, LoadCounts Counts, double FirstPaintMs, DatabaseLoad Database);

/// <summary>What was measured beside the thresholds, as a table.</summary>
internal sealed record LoadReport(string Text, bool IsKept)
{
    public static LoadReport Write(int guilds, IReadOnlyList<LoadStep> steps)
    {
        var text = new StringBuilder(Invariant($"# Load: {guilds} guilds, {string.Join(", ", steps.Select(step => step.People))} people at once\n\n"));
        text.Append("| | threshold |").AppendJoin(" |", steps.Select(step => Invariant($" {step.People} people"))).Append(" |\n|---|---|").AppendJoin('|', steps.Select(_ => "---:")).Append("|\n");
        var isKept = true;
        Row("commands, 95 in 100 (ms)", Thresholds.CommandSeconds * 1_000, step => At(step.Counts.Commands, 0.95));
        Row("first contentful paint, overview (ms)", Thresholds.FirstPaintSeconds * 1_000, step => step.FirstPaintMs);
        Row("errors (%)", Thresholds.CommandErrorRate * 100, step => step.Counts.ErrorRate * 100);
        Row("simple query, 95 in 100 (ms)", Thresholds.SimpleQuerySeconds * 1_000, step => At(step.Database.Simple, 0.95));
        Row("connections to PostgreSQL (% of its limit)", Thresholds.ConnectionShare * 100, step => step.Database.ConnectionShare * 100);
        text.Append('\n');
        foreach (var step in steps)
            text.Append(Invariant($"- {step.People}: {step.Counts.Commands.Count + step.Counts.FailedCommands} commands ({step.Counts.FailedCommands} failed; half {At(step.Counts.Commands, 0.5):0} ms, most {At(step.Counts.Commands, 1):0} ms), "))
                .Append(Invariant($"{step.Counts.Pages.Count} pages ({step.Counts.FailedPages} failed; half {At(step.Counts.Pages, 0.5):0} ms, 95 in 100 {At(step.Counts.Pages, 0.95):0} ms, most {At(step.Counts.Pages, 1):0} ms) in {step.Length.TotalSeconds:0} s; "))
                .Append(Invariant($"at most {step.Database.Connections} of {step.Database.MostConnections} connections, {step.Database.BusyOfPool} of {step.Database.PoolSize} readers busy at once\n"));
        text.Append(isKept ? "\nEvery threshold was kept.\n" : "\nNot every threshold was kept: see the numbers in bold.\n");
        return new LoadReport(text.ToString(), isKept);

        void Row(string what, double threshold, Func<LoadStep, double> value)
        {
            text.Append(Invariant($"| {what} | < {threshold:0.##} |"));
            foreach (var found in steps.Select(value))
            {
                var kept = found < threshold;
                isKept &= kept;
                text.Append(Invariant(kept ? (FormattableString)$" {found:0.##} |" : $" **{found:0.##}** |"));
            }

            text.Append('\n');
        }
    }

    private static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.PositiveInfinity : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * share) - 1)];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
