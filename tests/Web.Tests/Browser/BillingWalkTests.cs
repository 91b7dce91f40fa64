using System.Globalization;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.StripeEmulator.Control;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>
/// The way of somebody who pays, through the local Discord, the local Stripe and a browser: sees prices, meets a limit, buys, gives the slot to another guild, whose payment fails, is made and
/// whose subscription ends; and of who runs it all, who sees that. With <c>PICTURES=1</c> a picture of every step is kept in the folder <c>tested</c>.
/// </summary>
public sealed class BillingWalkTests(RunningProduct product)
{
    private const string Works = "4242424242424242", FailsLater = "4000000000000341";

    /// <summary>Days: more than Free shows, and fewer than Pro does.</summary>
    private const int LongAgo = 45;

    /// <summary>A trial, the hour that an invoice is a draft, and one more.</summary>
    private static readonly TimeSpan UntilCharged = TimeSpan.FromDays(14) + TimeSpan.FromHours(2);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private int step;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_sees_prices_meets_a_limit_buys_moves_fails_to_pay_pays_and_ends_it()
    {
        using var discord = await product.DiscordAsync();
        var mia = await discord.CreateUserAsync("mia", "Mia");
        var (workshop, harbour) = (await GuildAsync(discord, "Workshop", mia.Id), await GuildAsync(discord, "Harbour", mia.Id));
        await using var window = await product.OpenAsync("en", "light", signIn: false);
        await using var phone = await product.OpenAsync("fr", "dark", 390, signIn: false);
        await phone.SignInAsync(await product.VisitorAsync(mia.Id));

        await SeePricesAndSignInAsync(window, mia.Id);
        var day = await MeetTheLimitAsync(window, workshop);
        using var stripe = await BuyAsync(window, workshop);
        await NothingIsHiddenAsync(window, workshop, day);

        await MoveAsync(window, workshop, harbour);
        await ReadOnlyAsync(window, workshop, day, "moved-from");
        await NothingIsHiddenAsync(window, harbour, day);

        var sold = (await stripe.SubscriptionsAsync()).Single(s => s.CustomerMetadata.Values.Contains(mia.Id.ToString(CultureInfo.InvariantCulture)));
        await stripe.ChangeCardAsync(sold.CustomerId, FailsLater);
        await stripe.AdvanceAsync(UntilCharged);
        await stripe.DeliveredAsync();
        await UntilBannerAsync(window, harbour, "A payment failed.");
        await LookAsync(window, "grace");
        await UntilBannerAsync(phone, harbour, "Un paiement a échoué.");
        await LookAsync(phone, "grace-phone");

        await PayAsync(window, harbour);
        await UntilBannerAsync(window, harbour, null);
        await LookAsync(window, "paid");

        await stripe.CancelAsync(sold.Id, atPeriodEnd: false);
        await stripe.DeliveredAsync();
        await ReadOnlyAsync(window, harbour, day, "ended");
        await phone.GotoAsync($"{harbour}/billing");
        await LookAsync(phone, "ended-phone");
        await using var operators = await product.OpenAsync();
        await operators.GotoAsync("/operator/billing");
        await Assertions.Expect(operators.Page.Locator("main")).ToContainTextAsync(sold.Id);
        await LookAsync(operators, "operator");
        // The pages of the local Discord and Stripe have no icon.
        window.Complaints.Concat(phone.Complaints).Concat(operators.Complaints).Where(complaint => complaint.StartsWith(product.Address.AbsoluteUri, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private async Task SeePricesAndSignInAsync(Window window, ulong userId)
    {
        await window.GotoAsync("/");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("€25");
        await LookAsync(window, "front");
        await window.Page.GotoAsync("/login");
        await window.Page.Locator(string.Create(CultureInfo.InvariantCulture, $"input[name=user_id][value='{userId}']")).CheckAsync();
        await window.Page.Locator("button[value=authorize]").ClickAsync();
        await window.Page.WaitForURLAsync("**/guilds");
        await LookAsync(window, "guilds");
    }

    // The day that Free does not show, as files name it.
    private async Task<string> MeetTheLimitAsync(Window window, string guild)
    {
        var day = DateTimeOffset.UtcNow.AddDays(-LongAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await UntilAsync(async () =>
        {
            await window.GotoAsync($"{guild}/activity?range=91");
            return (await window.Page.Locator("main").InnerTextAsync()).Contains("Pro shows 1 year for €25 a month.", StringComparison.Ordinal);
        });
        await LookAsync(window, "limited");
        (await FileAsync(window, guild)).Should().NotContain(day);
        await window.Page.Locator("main a[href$='/billing#plans']").ClickAsync();
        await window.Page.WaitForURLAsync("**/billing#plans");
        await LookAsync(window, "plans");
        return day;
    }

    private async Task<StripeControl> BuyAsync(Window window, string guild)
    {
        var page = window.Page;
        await page.Locator("button[value=pro_month]").ClickAsync();
        await page.WaitForURLAsync("**/c/pay/**");
        var address = new Uri(new Uri(page.Url).GetLeftPart(UriPartial.Authority));
        await PictureAsync(window, "checkout");
        await page.Locator("#email").FillAsync("mia@example.org");
        await page.Locator("button[value=pay]").ClickAsync();
        await page.WaitForURLAsync($"**{guild}/billing?told=done#told");
        await Assertions.Expect(page.Locator("section[aria-labelledby=plan]")).ToContainTextAsync("Pro");
        await LookAsync(window, "bought");
        return new StripeControl(address);
    }

    private async Task NothingIsHiddenAsync(Window window, string guild, string day)
    {
        await window.GotoAsync($"{guild}/activity?range=91");
        await Assertions.Expect(window.Page.Locator("main a[href$='/billing#plans']")).ToHaveCountAsync(0);
        (await FileAsync(window, guild)).Should().Contain(day);
        await LookAsync(window, "whole");
    }

    private async Task MoveAsync(Window window, string from, string to)
    {
        await window.GotoAsync($"{from}/billing");
        var slot = window.Page.Locator("form[action$='/slots/move']").First;
        await slot.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = to.Split('/')[^1] });
        await slot.Locator("button").First.ClickAsync();
        await window.Page.WaitForURLAsync("**/billing?told=moved#told");
        await LookAsync(window, "moved");
    }

    private async Task ReadOnlyAsync(Window window, string guild, string day, string name)
    {
        await UntilBannerAsync(window, guild, "Pro has ended.");
        var until = DateTimeOffset.UtcNow.AddDays(90).ToString("MMMM", CultureInfo.InvariantCulture);
        await Assertions.Expect(window.Page.Locator("section.notice")).ToContainTextAsync(until[..3]);
        await LookAsync(window, name);
        (await FileAsync(window, guild)).Should().Contain(day);
    }

    private async Task PayAsync(Window window, string guild)
    {
        var page = window.Page;
        await window.GotoAsync($"{guild}/billing");
        await LookAsync(window, "unpaid");
        await page.Locator("form[action$='/billing/portal'] button.primary").ClickAsync();
        await page.WaitForURLAsync("**/p/session/**");
        await page.Locator("#card_number").FillAsync(Works);
        await PictureAsync(window, "portal");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save card" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        // The card alone pays with the next attempt; who does not wait pays what is open.
        await PictureAsync(window, "portal-saved");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Pay ") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Pay ") }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Link, new() { Name = "Return" }).ClickAsync();
        await page.WaitForURLAsync($"**{guild}/billing");
    }

    // Null: there is none.
    private static Task UntilBannerAsync(Window window, string guild, string? text) => UntilAsync(async () =>
    {
        await window.GotoAsync(guild);
        var banner = window.Page.Locator("section.notice", new() { HasText = text });
        return await banner.CountAsync() == (text is null ? 0 : 1);
    });

    private static async Task<string> FileAsync(Window window, string guild)
    {
        var answer = await window.Page.APIRequest.GetAsync($"{guild}/activity.csv?range=91");
        answer.Status.Should().Be(200);
        return await answer.TextAsync();
    }

    private static async Task<string> GuildAsync(EmulatorControl discord, string name, ulong owner)
    {
        var guild = await discord.CreateGuildAsync(name, owner);
        var channel = (await discord.ChannelsAsync(guild.Id))[0];
        foreach (var days in (int[])[LongAgo, 20, 2, 1]) await discord.PostAsync(channel.Id, owner, $"{days} days ago", DateTimeOffset.UtcNow.AddDays(-days));
        return string.Create(CultureInfo.InvariantCulture, $"/g/{guild.Id}");
    }

    // A page of ours: what is wrong with it, and its picture.
    private async Task LookAsync(Window window, string name) => (await window.FaultsAsync(Step(name))).Should().BeEmpty();

    private async Task PictureAsync(Window window, string name)
    {
        if (SharedBrowser.TakesPictures) await window.Page.ScreenshotAsync(new() { Path = window.Picture("tested", Step(name)), FullPage = true });
    }

    private string Step(string name) => string.Create(CultureInfo.InvariantCulture, $"billing-walk-{++step:00}-{name}");

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await holds()) await timer.WaitForNextTickAsync(limit.Token);
    }
}
