using System.Diagnostics;
using System.Globalization;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Monitoring.Tests.Dashboards;
using CommunityIntel.Monitoring.Tests.Rules;
using CommunityIntel.Monitoring.Tests.Telemetry;

namespace CommunityIntel.Monitoring.Tests.Live;

/// <summary>
/// The product as processes, the real Prometheus and Alertmanager beside it: dashboards find what they ask for, and somebody is told when a
/// silo is killed. <c>./dev verify monitoring</c> runs it and shows what was found.
/// </summary>
public sealed class DeliveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<string> _report = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Dashboards_find_what_they_ask_for_and_a_killed_silo_is_told_of()
    {
        Assert.SkipUnless(Promtool.Find("prometheus") is not null && Promtool.Find("promtool") is not null, "Prometheus is not here.");
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Webs = 1 }, Cancellation);
        foreach (var kind in (MemberKind[])[MemberKind.Silo, MemberKind.Worker, MemberKind.Web]) await cluster.StartAsync(kind, Cancellation);
        await using var receiver = await Receiver.StartAsync();
        await using var monitor = new Monitor();
        var members = cluster.Members.Where(m => m.Kind != MemberKind.Discord).ToList();
        monitor.Start(members, receiver.Address);

        await LiveAsync(cluster);
        await UntilAsync(async () => await monitor.CountAsync("communityintel:bot_up:ratio == 1", Cancellation) == 1, "the bot is up");
        await UntilAsync(async () => await monitor.CountAsync("communityintel_botshard_commands{outcome=\"ok\"} > 0", Cancellation) > 0, "a command was counted");
        await UntilAsync(async () => await monitor.CountAsync("rate(communityintel_botshard_events_durable[1m])", Cancellation) > 0, "two scrapes");
        await AskDashboardsAsync(monitor);
        var silent = await monitor.CountAsync("ALERTS{alertstate=\"firing\",severity=\"critical\"}", Cancellation);
        silent.Should().Be(0, "nothing is wrong yet");

        var killed = Stopwatch.GetTimestamp();
        await cluster.Member(MemberKind.Silo).KillAsync(Cancellation);
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            patience.CancelAfter(Patience);
            while (!receiver.Everything.Contains("NoSilo", StringComparison.Ordinal))
            {
                monitor.ThrowIfEnded();
                await Task.Delay(200, patience.Token);
            }
        }

        Say($"A silo was killed; its alert reached the receiver {Stopwatch.GetElapsedTime(killed).TotalSeconds:0} s later (it has to last for a minute).");
        var told = await receiver.FindAsync((path, text) => path == "/at-once" && text.Contains("NoSilo", StringComparison.Ordinal), Cancellation);
        told.Should().Contain("docs/runbook.md#nosilo").And.Contain("\"severity\":\"critical\"");
        Say($"Not proved here: how Grafana draws the panels; alerts that take hours (their rules are tested by promtool, their routes by amtool).");
    }

    // Something of everything that can be had on this machine: talk, a command, pages, what a browser tells.
    private static async Task LiveAsync(ProductCluster cluster)
    {
        var guild = await cluster.Control.CreateGuildAsync("Monitored");
        var channel = await cluster.Control.CreateChannelAsync(guild.Id, "general");
        var user = await cluster.Control.CreateUserAsync("somebody");
        await cluster.Control.JoinAsync(guild.Id, user.Id);
        for (var i = 0; i < 5; i++) await cluster.Control.PostAsync(channel.Id, user.Id, $"message {i}");
        await cluster.Control.RunCommandAsync(channel.Id, user.Id, "help");
        await cluster.Control.RunCommandAsync(channel.Id, user.Id, "rank");
        using var browser = new HttpClient { BaseAddress = cluster.Member(MemberKind.Web).Address };
        await browser.GetAsync("/", Cancellation);
        (await browser.PostAsync("/vitals", new StringContent("812"), Cancellation)).IsSuccessStatusCode.Should().BeTrue();
    }

    private async Task AskDashboardsAsync(Monitor monitor)
    {
        foreach (var dashboard in Dashboard.All)
        {
            var silent = new List<string>();
            var asked = 0;
            foreach (var panel in dashboard.Panels)
                foreach (var query in panel.Sent)
                {
                    asked++;
                    if (await monitor.CountAsync(query, Cancellation) is not > 0) silent.Add($"{panel.Title}: {query}");
                }

            var rest = silent.Count == 0 ? "." : "; nothing of this has happened here:";
            Say($"{dashboard.Title}: {asked - silent.Count} of {asked} queries found something{rest}");
            foreach (var query in silent) Say($"    {query}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (!await isSo()) await Task.Delay(500, patience.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not come to this: {what}");
        }
    }

    private void Say(FormattableString line)
    {
        _report.Add(line.ToString(CultureInfo.InvariantCulture));
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "monitoring"));
        File.WriteAllLines(Path.Combine(folder.FullName, "report.txt"), _report);
    }
}
