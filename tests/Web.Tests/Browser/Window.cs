using CommunityIntel.Lab.Web;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>A browser window; <c>Guild</c> is the address of the largest guild's overview.</summary>
public sealed class Window : IAsyncDisposable
{
    /// <summary>For every page of a window: half a megabyte that is sent once, and run where it is asked for.</summary>
    public static readonly string Axe = $"window.loadAxe = () => {{ if (!window.axe) {{ {new BundledAxeScriptProvider().GetScript()} }} return window.axe; }}";

    private readonly IBrowserContext context;
    private Look look;

    public Window(IBrowserContext context, IPage page, string guild, Look look)
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
        "/", "/guilds", Guild, $"{Guild}?range=364&metric=joins", $"{Guild}?range=7&metric=daily&compare=off", $"{Guild}/activity", $"{Guild}/activity?range=91&metric=voice", $"{Guild}/voice", $"{Guild}/voice?range=364", $"{Guild}/growth", $"{Guild}/retention", $"{Guild}/leaderboard",
        $"{Guild}/leaderboard?board=voice&period=week", $"{Guild}/leaderboard?q=a&period=month", $"{Guild}/digests",
        $"{Guild}/setup", $"{Guild}/settings/xp", $"{Guild}/settings/channels", $"{Guild}/settings/rewards", $"{Guild}/settings/announcements", $"{Guild}/settings/digest", $"{Guild}/settings/clock", $"{Guild}/settings/notes", $"{Guild}/settings/privacy", $"{Guild}/settings/members", $"{Guild}/billing", $"{Guild}/audit", "/me", "/me/billing", "/help", "/privacy", "/terms", "/status", "/login/failed?reason=Stale", "/nowhere",
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

    /// <summary>The page that is open, in the other theme or size: what a reader does to it who turns the phone or waits for the evening.</summary>
    public async Task LookAsync(string theme, int width)
    {
        look = look with { Theme = theme, Width = width };
        await Page.EmulateMediaAsync(new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await Page.SetViewportSizeAsync(width, width < 500 ? 844 : 900);
        await Page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(it => it instanceof CSSTransition).map(it => it.finished.catch(() => null)))");
    }

    /// <summary>Takes over a visitor's sign-in.</summary>
    public async Task SignInAsync(Visitor visitor)
    {
        using (visitor)
            await context.AddCookiesAsync(visitor.Cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = "/" }));
    }

    /// <summary>
    /// What is wrong with the page that is open, with a picture of it then: sideways scrolling, targets too small for a finger, and what axe finds, which
    /// takes longest.
    /// </summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(string name, bool asksAxe = true)
    {
        List<string> faults = [];
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wide != 0)
            faults.Add($"{name} scrolls sideways by {wide}");
        if (look.Width < 500)
        {
            var small = await Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll(".btn, .seg a, .tabs a, .choices label, a.server, a.kpi")]
                  .filter(it => it.offsetHeight > 0 && it.offsetHeight < 44).map(it => it.outerHTML.slice(0, 100))
                """);
            faults.AddRange(small.Select(target => $"{name} is hard to touch: {target}"));
        }
        if (asksAxe)
            faults.AddRange((await BrokenRulesAsync()).Select(broken => $"{name} {broken}"));
        if (faults.Count > 0 || SharedBrowser.TakesPictures)
            await Page.ScreenshotAsync(new() { Path = Picture("tested", name), FullPage = true });
        return faults;
    }

    /// <summary>What is written on the page that is open, and what only screen readers and pointers are told; no names, and nothing in a language that is said to be another.</summary>
    public Task<string[]> TextsAsync() => Page.EvaluateAsync<string[]>("""
        () => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
          while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest("script, bdi")) all.push(walker.currentNode.textContent.trim());
          for (const part of document.querySelectorAll("[aria-label], [title]"))
            if (!part.closest("[lang]:not(html)")) all.push(part.getAttribute("aria-label") ?? "", part.title);
          return all;
        }
        """);

    // The pages have no frames, so axe need not run in a second page, as its package for Playwright does; what passes is not described. Both take most of its time.
    private Task<string[]> BrokenRulesAsync() => Page.EvaluateAsync<string[]>("""
        () => loadAxe().run(document, { resultTypes: ["violations"] }).then(found => found.violations.map(it => `${it.id}: ${it.nodes[0].html}`))
        """);

    /// <summary>Where a picture of an address in this window's look goes.</summary>
    public string Picture(string folder, string address)
    {
        var name = new string([.. address.Replace(Guild, "overview", StringComparison.Ordinal).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        return Path.Combine(SharedBrowser.Screenshots, folder, $"{(name.Length == 0 ? "landing" : name)}-{look}.png");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
