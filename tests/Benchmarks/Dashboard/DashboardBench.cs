using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CommunityIntel.Benchmarks.Commands;
using CommunityIntel.Benchmarks.Memory;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;
using CommunityIntel.Storage.Postgres;
using Orleans.Core.Internal;

namespace CommunityIntel.Benchmarks.Dashboard;

/// <summary>
/// How long people wait for the overview of a large guild, what it weighs, and what it costs a web server: by requests over loopback, and as Chromium sees
/// it, also over a slow line with a slow processor.
/// </summary>
internal static class DashboardBench
{
    private const int Cold = 40, Warm = 500, AtOnce = 50, Circuits = 200;

    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(int messages, CancellationToken cancellation)
    {
        await using var cluster = await ProductCluster.CreateAsync(
            new ProductClusterOptions { Workers = 0, Webs = 1, Postgres = new PrivatePostgresOptions { Folder = Path.Combine(Path.GetTempPath(), $"community-intel-dashboard-{Environment.ProcessId}"), SharedBuffersMb = 512, MaxWalMb = 4096, MaxConnections = 60 } },
            cancellation);
        var owner = await cluster.Control.CreateUserAsync("owner");
        var guild = (await cluster.Control.CreateGuildAsync("Busy", owner.Id)).Id;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A guild of 50,000 members with {messages:N0} messages"));
        await DashboardGuild.FillAsync(cluster.Database, guild, messages, cancellation);
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.ConnectAsync(cancellation);
        var web = cluster.Member(MemberKind.Web);
        foreach (var limit in (string[])["SignIns", "Pages"]) web.Settings[$"Web__{limit}PerMinute"] = "100000";
        await cluster.StartAsync(MemberKind.Web, cancellation);
        using var visitor = new Visitor(web.Address);
        await visitor.SignInAsync(owner.Id);
        var page = $"/g/{guild}";

        // What every process compiles and connects at its first page is told apart.
        var first = await TimeAsync(visitor, page);
        var cold = await TimesAsync(Cold, async i =>
        {
            await cluster.Grains.GetGrain<IGuildGrain>((long)guild).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            return await TimeAsync(visitor, page + Range(i));
        });
        foreach (var i in Enumerable.Range(0, 4)) await TimeAsync(visitor, page + Range(i));
        var warm = await TimesAsync(Warm, i => TimeAsync(visitor, page + Range(i)));
        Console.WriteLine(JsonSerializer.Serialize(new { bench = "dashboard", messages, firstPageMs = Math.Round(first, 1), cold = Latencies.Of(cold), warm = Latencies.Of(warm), pagesPerSecondAt50 = await FloodAsync(visitor, page, cancellation) }, OneLine));

        await using var browser = await DashboardBrowser.LaunchAsync(web.Address, visitor, page);
        foreach (var (name, slow) in ((string, bool)[])[("loopback", false), ("150 ms, 1.6 Mbit/s, CPU ×4", true)])
            Console.WriteLine(JsonSerializer.Serialize(new { bench = "dashboard in Chromium", line = name, load = await browser.LoadAsync(slow) }, OneLine));
        Console.WriteLine(JsonSerializer.Serialize(await CircuitsAsync(web, browser, cancellation), OneLine));
        return 0;
    }

    private static string Range(int i) => (string[])["", "?range=7", "?range=91", "?range=364"] is var ranges ? ranges[i % 4] : "";

    private static async Task<List<double>> TimesAsync(int count, Func<int, Task<double>> ask)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++) times.Add(await ask(i));
        return times;
    }

    private static async Task<double> TimeAsync(Visitor visitor, string page)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await visitor.GetAsync(page);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<double> FloodAsync(Visitor visitor, string page, CancellationToken cancellation)
    {
        var (loaded, started) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
        {
            while (Stopwatch.GetElapsedTime(started) < Flood)
            {
                await TimeAsync(visitor, page + Range(i));
                Interlocked.Increment(ref loaded);
                cancellation.ThrowIfCancellationRequested();
            }
        }));
        return Math.Round(loaded / Stopwatch.GetElapsedTime(started).TotalSeconds, 1);
    }

    // Live managed objects of the web server, before and with so many dashboards open.
    private static async Task<object> CircuitsAsync(ProductMember web, DashboardBrowser browser, CancellationToken cancellation)
    {
        var before = await HeapAsync(web, cancellation);
        await browser.OpenAsync(Circuits);
        var after = await HeapAsync(web, cancellation);
        return new { bench = "dashboard circuits", circuits = Circuits, heapKiBPerCircuit = Math.Round((after - before) / Circuits / 1024, 1), heapMiB = Math.Round(after / 1048576, 1) };
    }

    private static async Task<double> HeapAsync(ProductMember web, CancellationToken cancellation)
    {
        // What a first collection finalizes, a second frees.
        for (var round = 0; round < 2; round++) await FullCollection.InAsync(web.Process!.ProcessId, cancellation);
        return await web.MetricAsync("dotnet_total_memory_bytes", cancellation);
    }
}
