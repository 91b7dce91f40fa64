using System.Globalization;

namespace CommunityIntel.Benchmarks.Memory;

/// <summary>
/// Readings in order: <c>Few</c> the active guilds alone, asleep; <c>Burst</c> the arrival of the others and <c>Arrived</c> what it
/// left; <c>Known</c> all guilds asleep; <c>Busy</c> the active ones in memory.
/// </summary>
internal sealed record MemoryResult(int Guilds, int Active, MemoryReading Few, Burst Burst, MemoryReading Arrived, MemoryReading Known, MemoryReading Busy);

internal static class MemoryReport
{
    public static void Write(MemoryResult r)
    {
        var quiet = r.Guilds - r.Active;
        Console.WriteLine("| after a full collection | guilds in memory | worker heap | RSS | PSS | silo heap | RSS | PSS | guild tables |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        State($"{r.Active} guilds known, all asleep", r.Few);
        State($"{r.Guilds} known, just arrived", r.Arrived);
        State($"{r.Guilds} known, all asleep", r.Known);
        State($"{r.Guilds} known, {r.Active} spoke", r.Busy);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\nArrival of {quiet} guilds: {r.Burst.Length.TotalSeconds:F0} s, {quiet / r.Burst.Length.TotalSeconds:F0}/s; at most {r.Burst.Activations} in memory, worker {Mb(r.Burst.WorkerBytes)}, silo {Mb(r.Burst.SiloBytes)}, {r.Burst.SiloCpuSeconds * 1e6 / quiet:F0} µs of silo CPU each\n"));
        Console.WriteLine("| bytes per guild | managed heap | RSS | PSS |");
        Console.WriteLine("|---|---|---|---|");
        Share("asleep, worker", r.Few.Worker, r.Known.Worker, quiet);
        Share("asleep, silo", r.Few.Silo, r.Known.Silo, quiet);
        Share("in memory, silo", r.Known.Silo, r.Busy.Silo, Math.Max(1, r.Busy.Activations - r.Known.Activations));
        Console.WriteLine($"| in the database | {(r.Known.Database - r.Few.Database) / quiet} | | |");
    }

    private static void State(string name, MemoryReading m) => Console.WriteLine(
        $"| {name} | {m.Activations} | {Mb(m.Worker.Heap)} | {Mb(m.Worker.Resident)} | {Mb(m.Worker.Proportional)} | {Mb(m.Silo.Heap)} | {Mb(m.Silo.Resident)} | {Mb(m.Silo.Proportional)} | {Mb(m.Database)} |");

    private static void Share(string name, ProcessBytes before, ProcessBytes after, int guilds) => Console.WriteLine(
        $"| {name} | {(after.Heap - before.Heap) / guilds} | {(after.Resident - before.Resident) / guilds} | {(after.Proportional - before.Proportional) / guilds} |");

    private static string Mb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");
}
