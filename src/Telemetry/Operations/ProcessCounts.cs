using System.Diagnostics.Metrics;
using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Telemetry.Operations;

/// <summary>Since the last look; see <see cref="LatencyCounts"/> for <c>CommandSeconds</c>. A page is any answered request that is not of probes or scrapers.</summary>
internal sealed record ProcessCount(int Commands, int CommandErrors, int[] CommandSeconds, int Pages, int PageErrors, long ResponseBytes);

/// <summary>Adds up what the process's own meters say, whoever else listens to them.</summary>
internal sealed class ProcessCounts : IDisposable
{
    private const string Bot = "CommunityIntel.BotShard", Traffic = "CommunityIntel.Http", Requests = "Microsoft.AspNetCore.Hosting";

    // As the monitoring's rule has it; the last three are the local Discord's and Stripe's, where they run along.
    private static readonly string[] NoPages = ["/health", "/metrics", "/_blazor", "/vitals", "/api/v10", "/control", "/v1"];

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private int[] _seconds = new int[LatencyCounts.Bounds.Count + 1];
    private int _commands, _errors, _pages, _pageErrors;
    private long _bytes;

    // What is observed adds up from the start of the process.
    private readonly Dictionary<(string Command, string Outcome), long> _observed = [];

    /// <param name="countsPages">Of a host whose requests are people's.</param>
    public ProcessCounts(bool countsPages)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if ((instrument.Meter.Name, instrument.Name) is (Bot, "commands") or (Bot, "command_seconds")
                || (countsPages && (instrument.Meter.Name, instrument.Name) is (Traffic, "sent_bytes") or (Requests, "http.server.request.duration")))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Time(instrument, value, tags));
        _listener.Start();
    }

    public ProcessCount Take()
    {
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            var taken = new ProcessCount(_commands, _errors, _seconds, _pages, _pageErrors, _bytes);
            (_commands, _errors, _seconds, _pages, _pageErrors, _bytes) = (0, 0, new int[_seconds.Length], 0, 0, 0);
            return taken;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (instrument.Name == "sent_bytes")
            {
                _bytes += value;
                return;
            }

            var key = (Command: Tag(tags, "command") as string ?? "", Outcome: Tag(tags, "outcome") as string ?? "");
            var more = (int)(value - _observed.GetValueOrDefault(key));
            _observed[key] = value;
            _commands += more;
            if (key.Outcome != "ok") _errors += more;
        }
    }

    private void Time(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (instrument.Name == "command_seconds")
                _seconds[LatencyCounts.PlaceOf(seconds)]++;
            else if (Tag(tags, "http.route") is not string route || !NoPages.Any(prefix => route.StartsWith(prefix, StringComparison.Ordinal)))
            {
                _pages++;
                if (Tag(tags, "http.response.status_code") is >= 500) _pageErrors++;
            }
        }
    }

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
            if (key == name) return value;
        return null;
    }
}
