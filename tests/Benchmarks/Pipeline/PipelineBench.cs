using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>
/// A firehose of pre-encoded MESSAGE_CREATE for 2,000 guilds with Zipf sizes through one worker, one silo and PostgreSQL
/// with fsync on. First as fast as it goes, for throughput and CPU per durable event; then at half that rate, for latency:
/// a saturated pipe's latency is only the length of its queues.
/// </summary>
internal static class PipelineBench
{
    private const int Guilds = 2_000;
    private const int UsersPerGuild = 50;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Events prepared for a saturated run of this length: more than two cores can make durable.</summary>
    private const int MostPerSecond = 60_000;

    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(int seconds, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"Saturated: {seconds} s after {WarmUp.TotalSeconds} s of warm-up");
        var saturated = await MeasureAsync(seconds, rate: 0, cancellation);
        var rate = Math.Floor(saturated.EventsPerSecond / 2000) * 1000;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At a fixed rate of {rate}/s, for latency"));
        var paced = await MeasureAsync(Math.Min(seconds, 30), rate, cancellation);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            bench = "pipeline",
            guilds = Guilds,
            durableEventsPerSecond = Math.Round(saturated.EventsPerSecond),
            cpuMicrosecondsPerEvent = saturated.Cpu,
            eventsPerBatch = saturated.EventsPerBatch,
            eventsPerCommit = saturated.EventsPerCommit,
            peakRssMb = saturated.PeakRssMb,
            saturatedMs = saturated.Latency,
            paced = new { rate, paced.Latency, cpuMicrosecondsPerEvent = paced.Cpu, paced.EventsPerBatch, paced.EventsPerCommit },
        }, OneLine));
        return 0;
    }

    /// <param name="rate">Messages a second; 0 = as fast as it goes.</param>
    public static async Task<Measurement> MeasureAsync(int seconds, double rate, CancellationToken cancellation)
    {
        var events = (int)((rate > 0 ? rate : MostPerSecond) * (seconds + WarmUp.TotalSeconds));
        await using var processes = await PipelineProcesses.StartAsync(new() { ["Emulator__RateLimits"] = "false", ["Emulator__ReplayBufferSize"] = "65536" }, PipelineProcesses.UnderLoad(), cancellation);
        await processes.StartWorkerAsync(cancellation);
        await processes.Cluster.UntilSettledAsync(cancellation);
        await Load.PrepareAsync(processes.Control, new FirehoseRequest(Guilds, 1, UsersPerGuild, events, Rate: rate), cancellation);
        await processes.Control.StartFirehoseAsync();
        await Task.Delay(WarmUp, cancellation);
        await processes.ForgetStatementsAsync(cancellation);
        var before = await Reading.TakeAsync(processes.Cluster, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        var after = await Reading.TakeAsync(processes.Cluster, cancellation);
        var measured = Measurement.Between(before, after);
        Console.Error.WriteLine("  PostgreSQL, wall µs per durable event by statement:");
        foreach (var (statement, microseconds, calls) in await processes.StatementsAsync(cancellation))
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {microseconds / (after.Events - before.Events),8:F2}  {calls,7} calls  {statement}"));
        return measured;
    }
}
