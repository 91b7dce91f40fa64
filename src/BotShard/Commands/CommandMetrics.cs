using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CommunityIntel.BotShard.Commands;

/// <summary>What came of one command, click or form. <c>Ok</c> is any answer, a refusal too; <c>Late</c>: Discord took no answer any more.</summary>
internal enum CommandOutcome
{
    Ok,
    Failed,
    Late,
}

/// <summary>Meter <c>CommunityIntel.BotShard</c>, how commands are answered. The counts are observed: they are there at 0, so that the first that fails is seen as a change.</summary>
internal static class CommandMetrics
{
    /// <summary>What is no command of ours is counted under one name: names come from outside.</summary>
    public const string Other = "other";

    private static readonly Meter Meter = new("CommunityIntel.BotShard");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("command_seconds", "s", "From Discord's making of an interaction until it took the whole answer.");
    private static readonly ConcurrentDictionary<(string Command, CommandOutcome Outcome), long> Ends = new();

    static CommandMetrics() => Meter.CreateObservableCounter("commands", SoFar, description: "Commands, clicks and forms, by command and what came of them.");

    public static void Begin(IEnumerable<string> commands)
    {
        foreach (var command in commands.Append(Other))
            foreach (var outcome in Enum.GetValues<CommandOutcome>()) Ends.TryAdd((command, outcome), 0);
    }

    /// <summary><paramref name="took"/> is by two clocks, Discord's and ours; below 0 it was no time at all.</summary>
    public static void Ended(string command, CommandOutcome outcome, TimeSpan took)
    {
        Ends.AddOrUpdate((command, outcome), 1, (_, before) => before + 1);
        Duration.Record(Math.Max(0, took.TotalSeconds), new KeyValuePair<string, object?>("command", command));
    }

    private static IEnumerable<Measurement<long>> SoFar() => Ends.Select(end => new Measurement<long>(end.Value, new("command", end.Key.Command), new("outcome", Word(end.Key.Outcome))));

    private static string Word(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Ok => "ok",
        CommandOutcome.Late => "late",
        _ => "failed",
    };
}
