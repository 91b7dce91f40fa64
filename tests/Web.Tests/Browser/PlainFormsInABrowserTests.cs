using System.Globalization;
using System.Net;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Settings that are plain forms, filled in without JavaScript on the running product, and what they change for others.</summary>
public sealed class PlainFormsInABrowserTests(RunningProduct product)
{
    private const float Patience = 60_000;

    [Fact]
    public async Task A_manager_chooses_a_time_zone_and_who_sees_the_dashboard()
    {
        using var discord = await product.DiscordAsync();
        var (ada, noe) = (await discord.CreateUserAsync("ada", "Ada"), await discord.CreateUserAsync("noe", "Noé"));
        var guild = await discord.CreateGuildAsync("Forms", ada.Id);
        await discord.JoinAsync(guild.Id, noe.Id);
        var address = string.Create(CultureInfo.InvariantCulture, $"/g/{guild.Id}");
        await using var window = await product.OpenAsync("en", "light", script: false, signIn: false);
        await window.SignInAsync(await product.VisitorAsync(ada.Id));
        using var member = await product.VisitorAsync(noe.Id);
        var page = window.Page;

        await OpenAsync(page, $"{address}/settings/clock", "#zone");
        await page.Locator("#zone").SelectOptionAsync("Asia/Kathmandu");
        await page.Locator("main form button.primary").ClickAsync();
        await page.Locator(".result.good").WaitForAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Asia/Kathmandu: it is");

        (await member.GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.OK);
        await OpenAsync(page, $"{address}/settings/privacy", "form.access");
        await page.Locator("input[name=See][value=managers]").CheckAsync();
        await page.Locator("form.access button.primary").ClickAsync();
        await page.Locator(".result.good").WaitForAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("input[name=See][value=managers]")).ToBeCheckedAsync();
        await UntilAsync(member, address, HttpStatusCode.NotFound);
        (await member.GetAsync($"{address}/activity.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        await page.GotoAsync($"{address}/audit");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Asia/Kathmandu");
        window.Complaints.Should().BeEmpty();
    }

    // The guild is known to the dashboard when its first events are durable.
    private static async Task OpenAsync(IPage page, string address, string awaited)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        do await page.GotoAsync(address);
        while (await page.Locator(awaited).CountAsync() == 0 && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken));
    }

    // Every web server asks a guild anew after some seconds.
    private static async Task UntilAsync(Lab.Web.Visitor visitor, string address, HttpStatusCode expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while ((await visitor.GetAsync(address)).StatusCode != expected) await timer.WaitForNextTickAsync(patience.Token);
    }
}
