using System.Globalization;
using CommunityIntel.Benchmarks.Pipeline;

namespace CommunityIntel.Benchmarks.Scale;

/// <summary>One cluster size. <c>WalPerEvent</c> and <c>TablesPerEvent</c> in bytes; <c>MachineLoad</c> is the load average at the end.</summary>
internal sealed record ScaleRow(int Silos, Measurement Measured, int Connections, double WalPerEvent, double TablesPerEvent, double MachineLoad);

/// <summary>The rows as one Markdown table.</summary>
internal static class ScaleReport
{
    public static void Write(IReadOnlyList<ScaleRow> rows)
    {
        Line("silos", rows, r => $"{r.Silos}");
        Console.WriteLine("|---" + string.Concat(Enumerable.Repeat("|---", rows.Count)) + "|");
        Line("durable events/s", rows, r => Number(r.Measured.EventsPerSecond, 0));
        Line("of one silo's", rows, r => Number(100 * r.Measured.EventsPerSecond / rows[0].Measured.EventsPerSecond, 0) + " %");
        Line("CPU µs per event: workers", rows, r => Number(r.Measured.Cpu.Worker));
        Line("CPU µs per event: silos", rows, r => Number(r.Measured.Cpu.Silo));
        Line("CPU µs per event: PostgreSQL", rows, r => Number(r.Measured.Cpu.Postgres));
        Line("CPU µs per event: all three", rows, r => Number(r.Measured.Cpu.Product));
        Line("events per batch", rows, r => Number(r.Measured.EventsPerBatch));
        Line("events per commit", rows, r => Number(r.Measured.EventsPerCommit));
        Line("PostgreSQL connections", rows, r => $"{r.Connections}");
        Line("WAL bytes per event", rows, r => Number(r.WalPerEvent, 0));
        Line("table bytes per event", rows, r => Number(r.TablesPerEvent, 0));
        Line("peak MB: workers", rows, r => Peaks(r, "worker"));
        Line("peak MB: silos", rows, r => Peaks(r, "silo"));
        Line("MB: PostgreSQL, shared pages once", rows, r => Peaks(r, "postgres"));
        Line("load average at the end", rows, r => Number(r.MachineLoad));
    }

    private static void Line(string name, IReadOnlyList<ScaleRow> rows, Func<ScaleRow, string> cell) => Console.WriteLine($"| {name} | {string.Join(" | ", rows.Select(cell))} |");

    private static string Peaks(ScaleRow row, string kind) =>
        string.Join(" + ", row.Measured.PeakRssMb.Where(p => p.Key.StartsWith(kind, StringComparison.Ordinal)).Select(p => $"{p.Value}"));

    private static string Number(double value, int decimals = 1) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
