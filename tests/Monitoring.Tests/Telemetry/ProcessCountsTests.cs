using System.Diagnostics.Metrics;
using CommunityIntel.Domain.Operations;
using CommunityIntel.Telemetry.Operations;

namespace CommunityIntel.Monitoring.Tests.Telemetry;

/// <summary>Of meters with the names that the product's have, see CommandMetrics.</summary>
public sealed class ProcessCountsTests
{
    [Fact]
    public void Commands_that_are_observed_are_counted_since_the_last_look()
    {
        using var meter = new Meter("CommunityIntel.BotShard");
        var (good, late) = (3L, 1L);
        meter.CreateObservableCounter("commands", () => new Measurement<long>[] { new(good, new("command", "one"), new("outcome", "ok")), new(late, new("command", "one"), new("outcome", "late")) });
        var seconds = meter.CreateHistogram<double>("command_seconds", "s");
        using var counts = new ProcessCounts(countsPages: false);
        seconds.Record(0.3);
        var first = counts.Take();
        (first.Commands, first.CommandErrors, first.CommandSeconds[LatencyCounts.PlaceOf(0.3)]).Should().Be((4, 1, 1));
        (good, late) = (5, 1);
        var then = counts.Take();
        (then.Commands, then.CommandErrors, then.CommandSeconds.Sum()).Should().Be((2, 0, 0));
    }

    [Fact]
    public void Pages_are_requests_of_people_and_only_of_a_host_that_has_some()
    {
        using var meter = new Meter("Microsoft.AspNetCore.Hosting");
        var requests = meter.CreateHistogram<double>("http.server.request.duration", "s");
        using var web = new ProcessCounts(countsPages: true);
        using var silo = new ProcessCounts(countsPages: false);
        foreach (var (route, status) in new[] { ("/g/{GuildId:long}", 200), ("/g/{GuildId:long}", 503), ("/metrics", 200), ("/health/ready", 503), ("/_blazor", 500), ("/vitals", 200) })
            requests.Record(0.1, new KeyValuePair<string, object?>("http.route", route), new KeyValuePair<string, object?>("http.response.status_code", status));
        var seen = web.Take();
        // Hosts of other tests may answer meanwhile.
        seen.Pages.Should().BeGreaterThanOrEqualTo(2);
        seen.PageErrors.Should().BeInRange(1, seen.Pages - 1);
        silo.Take().Pages.Should().Be(0);
    }
}
