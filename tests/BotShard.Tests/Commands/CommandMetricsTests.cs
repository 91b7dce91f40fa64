using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>What is counted of commands: those with names of this test alone, since the counts are of the whole process.</summary>
public sealed class CommandMetricsTests
{
    [Fact]
    public async Task Commands_are_counted_by_what_came_of_them_and_how_long_they_took()
    {
        var fine = new ScriptedCommand("counted-fine");
        var broken = new ScriptedCommand("counted-broken") { Answer = _ => throw new InvalidOperationException("on purpose") };
        using var counts = new Counts();
        await using var scene = await Scene.StartAsync([], [fine, broken]);
        counts.Of("counted-fine", "failed").Should().Be(0, "it is there before anything failed");

        await scene.Bot.AskAsync(scene.Channel, scene.Owner, "counted-fine");
        await scene.Bot.AskAsync(scene.Channel, scene.Owner, "counted-broken");
        // Counted after Discord took the answer, which is what the test sees first.
        await counts.UntilAsync(c => c.Of("counted-fine", "ok") == 1 && c.Of("counted-broken", "failed") == 1);

        counts.Of("counted-broken", "ok").Should().Be(0);
        counts.Seconds.Where(s => s.Command == "counted-fine").Should().ContainSingle().Which.Took.Should().BeInRange(0, 60);
    }

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<(string, string), long> _counts = new();

        public Counts()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "CommunityIntel.BotShard" && instrument.Name is "commands" or "command_seconds") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _counts[(Tag(tags, "command"), Tag(tags, "outcome"))] = count);
            _listener.SetMeasurementEventCallback<double>((_, took, tags, _) => Seconds.Enqueue((Tag(tags, "command"), took)));
            _listener.Start();
        }

        public ConcurrentQueue<(string Command, double Took)> Seconds { get; } = new();

        public long Of(string command, string outcome)
        {
            _listener.RecordObservableInstruments();
            return _counts.GetValueOrDefault((command, outcome), -1);
        }

        public async Task UntilAsync(Func<Counts, bool> holds)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!holds(this)) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        public void Dispose() => _listener.Dispose();

        private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
        {
            foreach (var tag in tags)
                if (tag.Key == name) return (string)tag.Value!;
            return "";
        }
    }
}
