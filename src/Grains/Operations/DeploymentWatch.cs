using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Operations;

namespace CommunityIntel.Grains.Operations;

/// <summary>What processes told, the minutes of the last day, and which alerts fire since when. Decides nothing that <see cref="Alerts"/> does not.</summary>
internal sealed class DeploymentWatch(TimeProvider time)
{
    private const int HoursADay = 24;

    /// <summary>A process that is silent for so long is gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private readonly Dictionary<string, (ProcessReport Report, DateTimeOffset At)> _processes = [];
    private readonly Dictionary<string, DateTimeOffset> _since = [];
    private readonly SortedDictionary<DateTimeOffset, ServiceMinutes> _minutes = [];
    private ServiceMinutes _current = ServiceMinutes.None;

    public IReadOnlyList<FiringAlert> Alerts { get; private set; } = [];

    /// <summary>A report that was heard already counts no second time.</summary>
    public void Hear(ProcessReport report)
    {
        if (_processes.TryGetValue(report.Name, out var known) && known.Report.StartedAt == report.StartedAt && known.Report.Sequence >= report.Sequence) return;
        _processes[report.Name] = (report, time.GetUtcNow());
        var counts = report.CommandSeconds.Length == LatencyCounts.None.Counts.Count ? new LatencyCounts(report.CommandSeconds) : LatencyCounts.None;
        _current = _current.With(new ServiceMinutes(0, 0, report.Commands, report.CommandErrors, counts, report.Pages, report.PageErrors, report.ResponseBytes));
    }

    /// <summary>Minutes that an activation before this one, or another, counted.</summary>
    public void Remember(IEnumerable<(DateTimeOffset Minute, ServiceMinutes Counted)> minutes)
    {
        foreach (var (minute, counted) in minutes) _minutes[minute] = counted;
    }

    /// <summary>Ends the minute that is under way.</summary>
    public (DateTimeOffset Minute, ServiceMinutes Counted) EndMinute(bool isUp)
    {
        var now = time.GetUtcNow();
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var counted = _current with { Minutes = 1, UpMinutes = isUp ? 1 : 0 };
        _current = ServiceMinutes.None;
        _minutes[minute] = _minutes.TryGetValue(minute, out var before) ? before.With(counted) with { Minutes = 1, UpMinutes = Math.Min(before.UpMinutes, counted.UpMinutes) } : counted;
        foreach (var old in _minutes.Keys.TakeWhile(one => one <= minute.AddHours(-HoursADay)).ToList()) _minutes.Remove(old);
        foreach (var name in _processes.Where(process => now - process.Value.At > Silence).Select(process => process.Key).ToList()) _processes.Remove(name);
        return (minute, counted);
    }

    /// <param name="figures">Null: the database does not answer.</param>
    public void Decide(DeploymentFigures? figures)
    {
        var now = time.GetUtcNow();
        var alerts = Domain.Operations.Alerts.Of(new DeploymentState(Last(TimeSpan.FromMinutes(Thresholds.BotDownMinutes)), Last(TimeSpan.FromHours(1)), Last(TimeSpan.FromHours(HoursADay)), Loads(), figures));
        foreach (var over in _since.Keys.Except(alerts.Select(alert => alert.Name)).ToList()) _since.Remove(over);
        foreach (var alert in alerts) _since.TryAdd(alert.Name, now);
        Alerts = [.. alerts.Select(alert => new FiringAlert(alert.Name, alert.Severity, alert.Value, alert.Threshold, _since[alert.Name]))];
    }

    public OperationsState State(FiguresReading? figures, DateTimeOffset? figuresAt)
    {
        var hour = Last(TimeSpan.FromHours(1));
        return new OperationsState(
            time.GetUtcNow(), Alerts,
            [.. Signals.Of(Last(TimeSpan.FromHours(HoursADay)), hour, Loads()).Select(signal => new SignalReading(signal.Kind, signal.Value, signal.Objective))],
            [.. _processes.Values.Select(Told).OrderBy(process => process.Kind).ThenBy(process => process.Name, StringComparer.Ordinal)],
            figures, figuresAt, Hours(), hour.PageErrorRate, hour.CommandSeconds.Within(Signals.LatencyShare));
    }

    private ServiceMinutes Last(TimeSpan span)
    {
        var from = time.GetUtcNow() - span;
        var known = _minutes.Where(minute => minute.Key > from).ToList();
        var sum = known.Aggregate(ServiceMinutes.None, (sum, minute) => sum.With(minute.Value));
        return sum with { Minutes = sum.Minutes + Silent([.. known.Select(minute => minute.Key)]) };
    }

    // Minutes in which nobody was there to count, between two in which somebody was: then nothing was up. One alone is the timer's.
    private static int Silent(List<DateTimeOffset> known) =>
        known.Zip(known.Skip(1), (before, after) => (int)(after - before).TotalMinutes - 1).Where(missing => missing > 1).Sum();

    private List<double?> Hours()
    {
        var now = time.GetUtcNow();
        return [.. Enumerable.Range(0, HoursADay).Select(hour => now.AddHours(hour - HoursADay)).Select(from =>
            _minutes.Where(minute => minute.Key > from && minute.Key <= from.AddHours(1)).Aggregate(ServiceMinutes.None, (sum, minute) => sum.With(minute.Value)).Uptime)];
    }

    private List<ProcessLoad> Loads() => [.. _processes.Values.Select(process => new ProcessLoad(MemoryShare(process.Report), process.Report.CpuShare))];

    private static RunningProcess Told((ProcessReport Report, DateTimeOffset At) process) => new(
        process.Report.Name, process.Report.Kind, process.Report.StartedAt, process.Report.Version, process.Report.MemoryBytes, MemoryShare(process.Report), process.Report.CpuShare, process.At);

    private static double? MemoryShare(ProcessReport report) => report.MemoryLimitBytes > 0 ? (double)report.MemoryBytes / report.MemoryLimitBytes : null;
}
