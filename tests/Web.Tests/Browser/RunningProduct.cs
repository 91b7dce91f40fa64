using System.Globalization;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Lab.Web;
using CommunityIntel.Web.Tests.Browser;

[assembly: AssemblyFixture(typeof(RunningProduct))]

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>
/// The whole product on one machine, with its local Discord; it starts when the first test asks. <c>COMMUNITY_INTEL_URL</c>
/// names a product that runs already.
/// </summary>
public sealed class RunningProduct : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1);
    private ChildProcess? product;
    private string? folder;
    private Uri? address;
    private string? signedIn;
    private string? guild;

    public Uri Address => address ?? throw new InvalidOperationException("Nobody has asked for the product yet.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A window of somebody who is signed in as the first person that the local Discord offers: an owner.</summary>
    public async Task<Window> OpenAsync(string language = "en", string theme = "light", int width = 1440, bool script = true, bool signIn = true)
    {
        var look = new Look(language, theme, width);
        await StartAsync();
        if (signIn)
            await SignInAsync();
        var context = await SharedBrowser.OpenAsync(Address, look, script, signIn ? signedIn : null);
        return new(context, await context.NewPageAsync(), guild ?? "/g", look);
    }

    /// <summary>The local Discord, found where the product sends people to sign in.</summary>
    public async Task<EmulatorControl> DiscordAsync()
    {
        await StartAsync();
        using var visitor = new Visitor(Address);
        return new(new Uri((await visitor.ConsentAsync()).GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>Somebody without a browser; <paramref name="userId"/> of the local Discord, null = not signed in.</summary>
    public async Task<Visitor> VisitorAsync(ulong? userId)
    {
        await StartAsync();
        var visitor = new Visitor(Address);
        if (userId is { } id)
            await visitor.SignInAsync(id);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (product is not null)
        {
            product.Terminate();
            await product.WaitForExitAsync(StopLimit, CancellationToken.None);
            await product.DisposeAsync();
        }
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync()
    {
        await gate.WaitAsync();
        try
        {
            address ??= Environment.GetEnvironmentVariable("COMMUNITY_INTEL_URL") is { Length: > 0 } running ? new Uri(running) : await StartProductAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Uri> StartProductAsync()
    {
        // A private PostgreSQL may run as another account, which has to get through to its part of the folder.
        folder = Path.Combine(Path.GetTempPath(), $"community-intel-web-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        var port = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture);
        product = ChildProcess.Start("Standalone", new Dictionary<string, string?>
        {
            ["COMMUNITY_INTEL_DATA"] = folder,
            ["Standalone__Port"] = port,
            // Full of days rather than of messages: every range has a period before it, except the year.
            ["Emulator__HistoryDays"] = "190",
            ["Emulator__MessagesPerDay"] = "60",
            ["Emulator__LargestCommunity"] = "120",
            ["Web__SignInsPerMinute"] = "1000",
            ["Web__PagesPerMinute"] = "10000",
        });
        await product.WaitForOutputAsync("Community Intelligence is running", StartLimit, CancellationToken.None);
        return new($"http://localhost:{port}");
    }

    private async Task SignInAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (signedIn is not null)
                return;
            await using var context = await SharedBrowser.OpenAsync(Address, new Look());
            var page = await context.NewPageAsync();
            await page.GotoAsync("/login");
            var authorize = page.Locator("button[name=decision][value=authorize]");
            if (await authorize.CountAsync() > 0)
                await authorize.ClickAsync();
            await page.WaitForURLAsync("**/guilds");
            guild = await page.Locator("a.server").First.GetAttributeAsync("href");
            signedIn = await context.StorageStateAsync();
        }
        finally
        {
            gate.Release();
        }
    }
}
