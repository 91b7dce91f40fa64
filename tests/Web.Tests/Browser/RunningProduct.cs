using CommunityIntel.Web.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(RunningProduct))]

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>
/// A product that runs, with its local Discord, and a browser to look at it. <c>COMMUNITY_INTEL_URL</c> says where;
/// without it the browser tests are skipped. <c>CHROMIUM_PATH</c> names another Chromium than Debian's.
/// </summary>
public sealed class RunningProduct : IAsyncLifetime
{
    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim gate = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? signedIn;
    private string? guild;

    public static Uri? Address { get; } =
        Environment.GetEnvironmentVariable("COMMUNITY_INTEL_URL") is { Length: > 0 } address ? new Uri(address) : null;

    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("ARTIFACTS_FOLDER") ?? Path.Combine(AppContext.BaseDirectory, "artifacts"), "screenshots")).FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A window of somebody who is signed in as the first person that the local Discord offers: an owner.</summary>
    public async Task<Window> OpenAsync(string language = "en", string theme = "light", int width = 1440, bool script = true, bool signIn = true)
    {
        Assert.SkipWhen(Address is null, "COMMUNITY_INTEL_URL is not set: no running product to look at.");
        await StartAsync();
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = Address!.AbsoluteUri,
            Locale = language == "fr" ? "fr-FR" : "en-US",
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
            JavaScriptEnabled = script,
            StorageState = signIn ? signedIn : null,
        });
        return new(context, await context.NewPageAsync(), guild!);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        gate.Dispose();
    }

    private async Task StartAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (browser is not null)
                return;
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
                Args = Switches,
            });
            await SignInAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SignInAsync()
    {
        var context = await browser!.NewContextAsync(new() { BaseURL = Address!.AbsoluteUri });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/login");
        var authorize = page.Locator("button[name=decision][value=authorize]");
        if (await authorize.CountAsync() > 0)
            await authorize.ClickAsync();
        await page.WaitForURLAsync("**/guilds");
        guild = await page.Locator("a.server").First.GetAttributeAsync("href");
        signedIn = await context.StorageStateAsync();
        await context.DisposeAsync();
    }
}

/// <summary>A browser window; <c>Guild</c> is the address of the largest guild's overview.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public Window(IBrowserContext context, IPage page, string guild)
    {
        (this.context, Page, Guild) = (context, page, guild);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Add($"{page.Url}: {error}");
        page.WebSocket += (_, _) => WebSockets++;
    }

    public IPage Page { get; }

    public string Guild { get; }

    /// <summary>What the browser complained about: scripts, resources, the content security policy.</summary>
    public List<string> Complaints { get; } = [];

    public int WebSockets { get; private set; }

    public IReadOnlyList<string> Pages =>
    [
        "/", "/guilds", Guild, $"{Guild}?range=364&metric=joins", $"{Guild}?range=7&metric=daily&compare=off", $"{Guild}/leaderboard",
        $"{Guild}/leaderboard?board=voice", "/me", "/help", "/privacy", "/terms", "/status", "/login/failed?reason=Stale", "/nowhere",
    ];

    /// <summary>Until the live numbers are really live, where there are some.</summary>
    public async Task GotoAsync(string address)
    {
        await Page.GotoAsync(address);
        if (await Page.Locator(".live").CountAsync() > 0)
            await Page.Locator("[data-live=on]").WaitForAsync();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
