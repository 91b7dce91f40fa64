using System.Diagnostics.Metrics;
using CommunityIntel.Domain.Operations;
using CommunityIntel.Telemetry.Meters;

namespace CommunityIntel.Monitoring.Tests.Telemetry;

public sealed class MeterTests
{
    [Fact]
    public void Every_threshold_in_seconds_is_a_bound_of_the_histograms()
    {
        using var meter = new Meter("test");
        MeterExport.BucketsOf(meter.CreateHistogram<double>("some_seconds", "s")).Should().BeInAscendingOrder()
            .And.Contain([Thresholds.CommandSeconds, Thresholds.CriticalSeconds, Thresholds.FirstPaintSeconds, Thresholds.SimpleQuerySeconds, Thresholds.ModelSeconds]);
    }

    [Fact]
    public void An_instrument_that_advises_bounds_gets_them()
    {
        using var meter = new Meter("test");
        var advised = meter.CreateHistogram("some", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 7] });
        MeterExport.BucketsOf(advised).Should().Equal(1, 7);
    }

    [Fact]
    public async Task Bytes_that_are_sent_are_counted()
    {
        await using var host = await SomeHost.StartAsync([]);
        long sent = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "sent_bytes") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => Interlocked.Add(ref sent, bytes));
        listener.Start();
        using var http = host.Http;
        var answer = await http.GetStringAsync("/error/500", TestContext.Current.CancellationToken);
        sent.Should().BeGreaterThan(answer.Length);
    }

    [Theory]
    [InlineData("sys/fs/cgroup/memory.max", "536870912", 536_870_912)]
    [InlineData("sys/fs/cgroup/memory.max", "max", 8L << 30)]
    [InlineData("sys/fs/cgroup/pods/a/memory.max", "1073741824", 1_073_741_824)]
    [InlineData("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456", 268_435_456)]
    [InlineData("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712", 8L << 30)]
    public void Memory_is_limited_by_the_control_group_or_the_machine(string file, string text, long limit)
    {
        using var root = new SomeRoot((file, text), ("proc/meminfo", "MemTotal:        8388608 kB\nMemFree: 1 kB"), ("proc/self/cgroup", "0::/pods/a\n"));
        ProcessLimits.Of(root.Path).MemoryBytes.Should().Be(limit);
    }

    [Theory]
    [InlineData("sys/fs/cgroup/cpu.max", "50000 100000", 0.5)]
    [InlineData("sys/fs/cgroup/cpu.max", "max 100000", null)]
    public void Processors_are_limited_by_the_control_group_or_the_machine(string file, string text, double? cores)
    {
        using var root = new SomeRoot((file, text));
        ProcessLimits.Of(root.Path).Cores.Should().Be(cores ?? Environment.ProcessorCount);
    }

    private sealed class SomeRoot : IDisposable
    {
        public SomeRoot(params (string File, string Text)[] files)
        {
            foreach (var (file, text) in files)
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Path, file))!);
                File.WriteAllText(System.IO.Path.Combine(Path, file), text);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("community-intel-root-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
