using System.Globalization;
using System.Text.Json;
using CommunityIntel.Benchmarks.Pipeline;

namespace CommunityIntel.Benchmarks.Commands;

/// <summary>
/// How long people wait: for the first answer to a command while the pipeline carries half of what it can, and for ranks and pages
/// of boards in a guild of a million.
/// </summary>
internal static class CommandBench
{
    private const int SaturatedSeconds = 15;

    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(int seconds, int members, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"The most that the pipeline carries: {SaturatedSeconds} s");
        var rate = Math.Max(500, Math.Floor((await PipelineBench.MeasureAsync(SaturatedSeconds, rate: 0, cancellation)).EventsPerSecond / 2000) * 1000);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Commands for {seconds} s beside {rate} messages/s"));
        var commands = await CommandLoad.MeasureAsync(seconds, rate, cancellation);
        Console.WriteLine(JsonSerializer.Serialize(new { bench = "commands", messagesPerSecond = commands.MessagesPerSecond, commands.Started, commands.Unanswered, all = commands.All, byCommand = commands.ByCommand, first = commands.First, load = LoadAverage() }, OneLine));
        return await LargeGuildAsync(members, cancellation);
    }

    public static async Task<int> LargeGuildAsync(int members, CancellationToken cancellation)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A guild of {members:N0} members"));
        var (rows, plans) = await LargeGuildBench.MeasureAsync(members, cancellation);
        Console.WriteLine(JsonSerializer.Serialize(new { bench = "standings", members, questions = rows, load = LoadAverage() }, OneLine));
        foreach (var (name, plan) in plans) Console.WriteLine($"\n{name}\n{plan}");
        return 0;
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
