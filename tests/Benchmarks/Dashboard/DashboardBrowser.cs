using System.Collections.Concurrent;
using CommunityIntel.Lab.Web;
using Microsoft.Playwright;

namespace CommunityIntel.Benchmarks.Dashboard;

/// <summary>One load with an empty cache: bytes as they came over the wire, by address; and when, in ms after the start, the first byte was there, the document was parsed, something could be seen, the main chart could, and the largest part.</summary>
internal sealed record PageLoad(
    long WireBytes, IReadOnlyDictionary<string, long> Requests, double FirstByteMs, double ParsedMs, double FirstContentfulPaintMs, double MainChartMs, double LargestContentfulPaintMs);

/// <summary>Chromium, signed in with the cookies of a visitor.</summary>
internal sealed class DashboardBrowser : IAsyncDisposable
{
    private const int OpeningAtOnce = 4;

    /// <summary>Long after everything can be seen.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(5);

    // The chart is there with the page; it can be seen in the frame after the one that has it.
    private const string NoteTheChart = """
        (function look() {
          if (document.querySelector('figure.chart.main svg.canvas')) requestAnimationFrame(() => requestAnimationFrame(() => window.mainChartAt = performance.now()));
          else requestAnimationFrame(look);
        })();
        new PerformanceObserver(list => { for (const e of list.getEntries()) window.largestAt = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _address;
    private readonly string _page;
    private readonly List<Cookie> _cookies;
    private IBrowserContext? _open;

    private DashboardBrowser(IPlaywright playwright, IBrowser browser, Uri address, string page, List<Cookie> cookies) =>
        (_playwright, _browser, _address, _page, _cookies) = (playwright, browser, address, page, cookies);

    public static async Task<DashboardBrowser> LaunchAsync(Uri address, Visitor visitor, string page)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = Chromium.Switches });
        return new DashboardBrowser(playwright, browser, address, page, [.. visitor.Cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = address.AbsoluteUri })]);
    }

    /// <summary>The median of a few loads by what is seen first.</summary>
    public async Task<PageLoad> LoadAsync(bool slow)
    {
        var loads = new List<PageLoad>();
        for (var i = 0; i < 5; i++) loads.Add(await LoadOnceAsync(slow));
        return loads.OrderBy(l => l.FirstContentfulPaintMs).ElementAt(loads.Count / 2);
    }

    /// <summary>So many dashboards at once, each with its circuit, until this is disposed.</summary>
    public async Task OpenAsync(int count)
    {
        _open = await ContextAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce }, async (i, _) =>
        {
            var page = await _open.NewPageAsync();
            var circuit = page.WaitForWebSocketAsync(new() { Timeout = 120_000 });
            await page.GotoAsync(_page, new() { Timeout = 120_000 });
            await circuit;
            if ((i + 1) % 50 == 0) Console.Error.WriteLine($"  {i + 1} dashboards are open");
        });
        await Task.Delay(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<PageLoad> LoadOnceAsync(bool slow)
    {
        await using var context = await ContextAsync();
        var page = await context.NewPageAsync();
        var line = await context.NewCDPSessionAsync(page);
        var (addresses, bytes) = (new ConcurrentDictionary<string, string>(), new ConcurrentDictionary<string, long>());
        line.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
            addresses[e!.Value.GetProperty("requestId").GetString()!] = new Uri(e.Value.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath;
        line.Event("Network.loadingFinished").OnEvent += (_, e) =>
            bytes[addresses[e!.Value.GetProperty("requestId").GetString()!]] = (long)e.Value.GetProperty("encodedDataLength").GetDouble();
        await line.SendAsync("Network.enable");
        if (slow)
        {
            await line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = 1_600_000 / 8, ["uploadThroughput"] = 750_000 / 8 });
            await line.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        }

        await page.AddInitScriptAsync(NoteTheChart);
        await page.GotoAsync(_page, new() { WaitUntil = WaitUntilState.Load, Timeout = 120_000 });
        // Whatever is asked of the page before its first paint is compiled before it, and a slow processor shows it.
        await Task.Delay(Seen);
        var seen = await page.EvaluateAsync<double[]>("() => { const load = performance.getEntriesByType('navigation')[0]; return [load.responseStart, load.domInteractive, performance.getEntriesByName('first-contentful-paint')[0].startTime, window.mainChartAt, window.largestAt ?? 0]; }");
        return new PageLoad(bytes.Values.Sum(), bytes, Math.Round(seen[0]), Math.Round(seen[1]), Math.Round(seen[2]), Math.Round(seen[3]), Math.Round(seen[4]));
    }

    private async Task<IBrowserContext> ContextAsync()
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = _address.AbsoluteUri, Locale = "en-US", ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddCookiesAsync(_cookies);
        return context;
    }
}
