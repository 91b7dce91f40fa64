using System.Net;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Standalone.Tests;

/// <summary>The whole product as one process, as <c>./dev run</c> starts it.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Standalone__Port", "99999", "Standalone:Port")]
    [InlineData("BotShard__LingerMs", "9999", "BotShard:LingerMs must be between 0 and 500")]
    [InlineData("Storage__Writers", "0", "Storage:Writers must be between 1 and 8")]
    [InlineData("Discord__RestBaseUri", "nowhere", "Discord:RestBaseUri must be an absolute address")]
    [InlineData("ConnectionStrings__CommunityIntel", "Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2", "ConnectionStrings:CommunityIntel")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string said)
    {
        using var folder = new RunFolder();
        // Set beside a token: without one the local Discord brings its own addresses.
        await using var run = folder.Start(new() { ["Discord__Token"] = "not-a-real-token", [name] = value });
        (await run.WaitForExitAsync(Patience, Cancellation)).Should().Be(1);
        run.Output.Should().Contain("Cannot start: ").And.Contain(said).And.NotContain("not-a-real-token").And.NotContain("   at ");
    }

    [Fact]
    public async Task Killed_it_starts_again_with_its_data_and_stops_cleanly()
    {
        using var folder = new RunFolder();
        await using (var killed = folder.Start([]))
        {
            await killed.WaitForOutputAsync("is running: ", Patience, Cancellation);
            await AnswersAsync(folder);
            killed.Kill();
            await killed.WaitForExitAsync(Patience, Cancellation);
        }

        await using var again = folder.Start([]);
        await again.WaitForOutputAsync("is running: ", Patience, Cancellation);
        await AnswersAsync(folder);
        again.Terminate();
        (await again.WaitForExitAsync(Patience, Cancellation)).Should().Be(0);
        again.Output.Should().NotContain("ERR").And.NotContain("Unhandled");
        folder.Processes().Should().BeEmpty("PostgreSQL stops with the run");
    }

    private static async Task AnswersAsync(RunFolder folder)
    {
        using var http = new HttpClient { BaseAddress = folder.Address };
        foreach (var path in (string[])["/", "/health/live"])
            (await http.GetAsync(path, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK, path);
        // A bot on a busy machine may connect after the dashboard runs; the run says so and does not wait longer.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while ((await http.GetAsync("/health/ready", limit.Token)).StatusCode != HttpStatusCode.OK) await Task.Delay(200, limit.Token);
        var metrics = await http.GetStringAsync("/metrics", Cancellation);
        metrics.Contains("communityintel_botshard_events_pending", StringComparison.Ordinal).Should().BeTrue();
        foreach (var name in File.ReadAllLines(Path.Combine(Repository.Root, "monitoring", "metrics.txt")).Where(line => line.Length > 0 && !line.Contains('#', StringComparison.Ordinal)))
            metrics.Contains($"# TYPE {name} ", StringComparison.Ordinal).Should().BeTrue($"dashboards ask for {name}");
    }
}
