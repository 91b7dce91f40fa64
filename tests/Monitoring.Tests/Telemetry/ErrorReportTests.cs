namespace CommunityIntel.Monitoring.Tests.Telemetry;

/// <summary>What reaches Sentry, and what never does.</summary>
public sealed class ErrorReportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_error_of_a_page_arrives_with_its_type_and_route_and_without_anything_that_was_said()
    {
        await using var sentry = await Receiver.StartAsync();
        await using var host = await SomeHost.StartAsync(Dsn(sentry));
        using var http = host.Http;
        http.DefaultRequestHeaders.Add("Cookie", $"session={SomeHost.Token}");
        http.DefaultRequestHeaders.Add("User-Agent", SomeHost.Name);
        await http.GetAsync($"/guilds/{SomeHost.Name}?q={SomeHost.Text}", Cancellation);

        var report = await sentry.FindAsync((path, text) => path.EndsWith("/envelope/", StringComparison.Ordinal) && text.Contains("InvalidOperationException", StringComparison.Ordinal), Cancellation);
        report.Should().Contain("FormatException").And.Contain("SomeHost").And.Contain("/guilds/{guildId}").And.Contain("community-intel@").And.Contain("\"role\":\"web\"");
        SaysNothing(sentry);
    }

    [Fact]
    public async Task A_logged_error_arrives_with_its_template_alone()
    {
        await using var sentry = await Receiver.StartAsync();
        await using var host = await SomeHost.StartAsync(Dsn(sentry));
        using var http = host.Http;
        await http.GetAsync("/told/823456789012345678", Cancellation);

        var report = await sentry.FindAsync((_, text) => text.Contains("TimeoutException", StringComparison.Ordinal), Cancellation);
        report.Should().Contain("Guild {GuildId} was named {Name}");
        SaysNothing(sentry);
    }

    private static Dictionary<string, string?> Dsn(Receiver sentry) => new()
    {
        ["Sentry:Dsn"] = $"http://key@{sentry.Address.Authority}/1",
        ["Sentry:Environment"] = "test",
        // Not even who asks for it by a setting.
        ["Sentry:SendDefaultPii"] = "true",
    };

    private static void SaysNothing(Receiver sentry) =>
        sentry.Everything.Should().NotContain(SomeHost.Token).And.NotContain(SomeHost.Text).And.NotContain(SomeHost.Name).And.NotContain("823456789012345678").And.NotContain(Environment.MachineName + "\"");
}
