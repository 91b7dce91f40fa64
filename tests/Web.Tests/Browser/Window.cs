using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>A browser window; <c>Guild</c> is the address of the largest guild's overview.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string look;

    public Window(IBrowserContext context, IPage page, string guild, string look)
    {
        (this.context, Page, Guild, this.look) = (context, page, guild, look);
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
        $"{Guild}/leaderboard?board=voice&period=week", $"{Guild}/leaderboard?q=a&period=month",
        $"{Guild}/settings/xp", $"{Guild}/settings/channels", $"{Guild}/settings/members", $"{Guild}/audit", "/me", "/help", "/privacy", "/terms", "/status", "/login/failed?reason=Stale", "/nowhere",
    ];

    /// <summary>Until the live numbers are really live, and settings can be changed, where there are some.</summary>
    public async Task GotoAsync(string address)
    {
        await Page.GotoAsync(address);
        if (await Page.Locator(".live").CountAsync() > 0)
            await Page.Locator("[data-live=on]").WaitForAsync();
        if (await Page.Locator("fieldset.editor").CountAsync() > 0)
            await Page.Locator("fieldset.editor:enabled").WaitForAsync();
    }

    /// <summary>Takes over a visitor's sign-in.</summary>
    public async Task SignInAsync(Visitor visitor)
    {
        using (visitor)
            await context.AddCookiesAsync(visitor.Cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = "/" }));
    }

    /// <summary>Where a picture of an address in this window's look goes.</summary>
    public string Picture(string folder, string address)
    {
        var name = new string([.. address.Replace(Guild, "overview", StringComparison.Ordinal).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        return Path.Combine(RunningProduct.Screenshots, folder, $"{(name.Length == 0 ? "landing" : name)}-{look}.png");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
