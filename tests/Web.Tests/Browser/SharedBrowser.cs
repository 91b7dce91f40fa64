using CommunityIntel.Lab.Web;
using CommunityIntel.Web.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedBrowser))]

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The one Chromium of all tests, started when the first asks.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    /// <summary>How long anything may take on a busy machine (ms).</summary>
    private const float Patience = 90_000;

    private static readonly SemaphoreSlim Gate = new(1);
    private static IPlaywright? playwright;
    private static IBrowser? browser;

    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("ARTIFACTS_FOLDER") ?? Path.Combine(AppContext.BaseDirectory, "artifacts"), "screenshots")).FullName;

    /// <summary>Whether pages of which nothing is wrong are kept to look at too: <c>PICTURES=1</c>.</summary>
    public static bool TakesPictures { get; } = Environment.GetEnvironmentVariable("PICTURES") == "1";

    /// <summary>A context of its own for one reader: their language, theme and width; <paramref name="signedIn"/> as Playwright stores it.</summary>
    public static async Task<IBrowserContext> OpenAsync(Uri address, Look look, bool script = true, string? signedIn = null)
    {
        MustHaveChromium();
        await LaunchAsync();
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri,
            Locale = look.Language == "fr" ? "fr-FR" : "en-US",
            ColorScheme = look.Theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = look.Width, Height = look.Width < 500 ? 844 : 900 },
            JavaScriptEnabled = script,
            StorageState = signedIn,
        });
        await context.AddInitScriptAsync(Window.Axe);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    private static void MustHaveChromium()
    {
        if (File.Exists(Chromium.Executable))
            return;
        const string Missing = "There is no Chromium to look with: apt-get install chromium, or set CHROMIUM_PATH.";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.Fail(Missing);
    }

    private static async Task LaunchAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (browser is not null)
                return;
            Assertions.SetDefaultExpectTimeout(Patience);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = Chromium.Switches });
        }
        finally
        {
            Gate.Release();
        }
    }
}
