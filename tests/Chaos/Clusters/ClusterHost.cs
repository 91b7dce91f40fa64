using System.Diagnostics;
using System.Globalization;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Chaos.Clusters;

/// <summary>Keeps a cluster up until it is interrupted, and does to its members what another terminal asks.</summary>
internal static class ClusterHost
{
    public static async Task<int> RunAsync(ProductClusterOptions size, CancellationToken cancellation)
    {
        var data = new PrivatePostgresOptions
        {
            Folder = Path.Combine(Path.GetTempPath(), $"community-intel-cluster-data-{Environment.ProcessId}"),
            MaxConnections = 40 + (30 * size.Silos) + (4 * (size.Workers + size.Webs)),
        };
        var discord = new Dictionary<string, string?> { ["Emulator__EmptyWorld"] = "false", ["Emulator__Live"] = "true", ["Emulator__HistoryDays"] = "14" };
        await using var cluster = await ProductCluster.CreateAsync(size with { Postgres = data, Discord = discord }, cancellation);
        foreach (var kind in (MemberKind[])[MemberKind.Silo, MemberKind.Worker, MemberKind.Web]) await cluster.StartAsync(kind, cancellation);
        await cluster.ConnectAsync(cancellation);
        Status(cluster, Console.Out);
        Console.WriteLine("Ctrl-C stops everything. From another terminal: ./dev cluster kill silo 2, ./dev cluster status, …");
        try
        {
            await ClusterSocket.ServeAsync((question, output) => AnswerAsync(cluster, question, output, cancellation), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }

        Console.WriteLine("Stopping …");
        await cluster.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task AnswerAsync(ProductCluster cluster, string question, TextWriter output, CancellationToken cancellation)
    {
        switch (question.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["status"]: break;
            case ["reshard", var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count > 0:
                await Resharding.StartAsync(cluster, count, output, cancellation);
                break;
            case [var verb, "postgres"]: await OnPostgresAsync(cluster, verb, cancellation); break;
            case [var verb, var kind, .. var rest] when Enum.TryParse<MemberKind>(kind, ignoreCase: true, out var parsed):
                var number = rest is [var n] && int.TryParse(n, CultureInfo.InvariantCulture, out var given) ? given : 1;
                await OnMemberAsync(cluster.Member(parsed, number), verb, cancellation);
                break;
            default: throw new ArgumentException($"Not understood: {question}");
        }

        Status(cluster, output);
    }

    private static async Task OnMemberAsync(ProductMember member, string verb, CancellationToken cancellation)
    {
        switch (verb)
        {
            case "kill": await member.KillAsync(cancellation); return;
            case "stop": await member.StopAsync(cancellation); return;
            case "freeze": member.Freeze(); return;
            case "thaw": member.Thaw(); return;
            case "restart": await member.StopAsync(cancellation); break;
            case "start": break;
            default: throw new ArgumentException($"Not understood: {verb}");
        }

        member.Start();
        await member.UntilReadyAsync(ProductCluster.Patience, cancellation);
    }

    private static async Task OnPostgresAsync(ProductCluster cluster, string verb, CancellationToken cancellation)
    {
        switch (verb)
        {
            case "kill": await cluster.Postgres.KillAsync(cancellation); break;
            case "stop": await cluster.Postgres.StopAsync(cancellation); break;
            case "start": await cluster.Postgres.StartAsync(cancellation); break;
            case "freeze": Servers.Signal(cluster.Postgres.ProcessId, Servers.Stop); break;
            case "thaw": Servers.Signal(cluster.Postgres.ProcessId, Servers.Continue); break;
            case "restart":
                await cluster.Postgres.StopAsync(cancellation);
                await cluster.Postgres.StartAsync(cancellation);
                break;
            default: throw new ArgumentException($"Not understood: {verb}");
        }
    }

    private static void Status(ProductCluster cluster, TextWriter output)
    {
        foreach (var member in cluster.Members) output.WriteLine(member.Describe());
        output.WriteLine($"postgres   {cluster.Database.ConnectionString.Split("Password=")[0].TrimEnd(';')}");
    }
}
