namespace CommunityIntel.Monitoring.Tests.Telemetry;

/// <summary>What leaves over OTLP.</summary>
public sealed class TraceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_and_metrics_arrive_and_say_where_time_went_and_not_who_asked()
    {
        await using var collector = await Receiver.StartAsync();
        await using var host = await SomeHost.StartAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        });
        using var http = host.Http;
        http.DefaultRequestHeaders.Add("User-Agent", SomeHost.Name);
        await http.GetAsync($"/guilds/{SomeHost.Name}?q={SomeHost.Text}", Cancellation);
        await http.GetAsync($"/fine/{SomeHost.Name}", Cancellation);

        var spans = await collector.FindAsync((path, text) => path == "/v1/traces" && text.Contains("/fine/{guildId}", StringComparison.Ordinal), Cancellation);
        spans.Should().Contain("community-intel-web").And.Contain("http.route");
        await collector.FindAsync((path, text) => path == "/v1/metrics" && text.Contains("http.server.request.duration", StringComparison.Ordinal) && text.Contains("sent_bytes", StringComparison.Ordinal), Cancellation);
        collector.Everything.Should().NotContain(SomeHost.Text).And.NotContain(SomeHost.Name).And.NotContain(SomeHost.Token);
    }

    [Fact]
    public async Task A_line_of_the_log_names_the_trace_that_it_belongs_to()
    {
        await using var host = await SomeHost.StartAsync([]);
        using var http = host.Http;
        http.DefaultRequestHeaders.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        await http.GetAsync("/fine/1", Cancellation);
        host.Written.All.Should().Contain(line => line.Contains("is fine", StringComparison.Ordinal) && line.Contains("\"@tr\":\"4bf92f3577b34da6a3ce929d0e0e4736\"", StringComparison.Ordinal) && line.Contains("\"Role\":\"web\"", StringComparison.Ordinal));
    }
}
