using System.Globalization;
using CommunityIntel.DiscordEmulator.Control;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>What levels give and say, and what will not work of it, on a guild with roles of its own.</summary>
public sealed class RewardsInABrowserTests(RunningProduct product)
{
    private const ulong ManageRoles = 1UL << 28;
    private const ulong BanMembers = 1UL << 2;
    private const float Patience = 60_000;

    [Fact]
    public async Task Roles_are_added_refused_ones_say_why_and_the_health_check_tells_what_broke_since()
    {
        using var discord = await product.DiscordAsync();
        var scene = await SceneAsync(discord);
        await using (var window = await ManagerAsync(scene, new Look()))
        {
            await OpenAsync(window, scene.Rewards);
            (await window.Page.Locator("#add-role option").AllInnerTextsAsync()).Should().Contain("Silver").And.NotContain("Moderator");
            await Assertions.Expect(window.Page.Locator("details li:has(bdi:text-is('Moderator'))")).ToContainTextAsync("It holds permissions of");
            await window.Page.Locator("#add-role").SelectOptionAsync(new SelectOptionValue { Label = "Silver" });
            await SaveAsync(window);
            await window.Page.Locator(".editor .btn", new() { HasText = "Check" }).First.ClickAsync();
            await Assertions.Expect(window.Page.Locator(".editor p[role=status]").First).ToContainTextAsync("members checked");
        }

        await discord.DeleteRoleAsync(scene.Guild, scene.Silver);
        foreach (var look in Look.Every)
        {
            await using var window = await ManagerAsync(scene, look);
            await OpenAsync(window, scene.Rewards);
            // The server forgets the role a moment later than Discord.
            for (var i = 0; i < 100 && !await window.Page.Locator("#health").IsVisibleAsync(); i++)
            {
                await Task.Delay(200, TestContext.Current.CancellationToken);
                await OpenAsync(window, scene.Rewards);
            }

            await Assertions.Expect(window.Page.Locator("section[aria-labelledby=health]")).ToContainTextAsync("Silver");
            await window.Page.Locator(".editor details summary").ClickAsync();
            (await window.FaultsAsync("settings-rewards-broken")).Should().BeEmpty();
            await OpenAsync(window, scene.Announcements);
            await window.Page.Locator("input[name=place]").Nth(2).CheckAsync();
            await window.Page.Locator(".editor button.btn").First.ClickAsync();
            await window.Page.Locator(".effect").WaitForAsync(new() { Timeout = Patience });
            (await window.FaultsAsync("settings-announcements")).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_second_of_two_managers_sees_which_roles_the_first_gave()
    {
        using var discord = await product.DiscordAsync();
        var scene = await SceneAsync(discord);
        await using var first = await ManagerAsync(scene, new Look());
        await using var second = await ManagerAsync(scene, new Look());
        await OpenAsync(first, scene.Rewards);
        await OpenAsync(second, scene.Rewards);
        await first.Page.Locator("#add-role").SelectOptionAsync(new SelectOptionValue { Label = "Silver" });
        await SaveAsync(first);

        await second.Page.Locator("#add-role").SelectOptionAsync(new SelectOptionValue { Label = "Gold" });
        await second.Page.Locator("[data-save]").ClickAsync();
        await second.Page.Locator(".meanwhile").WaitForAsync(new() { Timeout = Patience });
        (await second.Page.Locator(".meanwhile").InnerTextAsync()).Should().Contain("Silver");
        (await second.FaultsAsync("settings-rewards-meanwhile")).Should().BeEmpty();
        await second.Page.Locator("[data-mine]").ClickAsync();
        await second.Page.Locator(".result.good").WaitForAsync(new() { Timeout = Patience });

        await OpenAsync(first, scene.Rewards);
        (await first.Page.Locator(".item h3").AllInnerTextsAsync()).Should().Equal("Gold");
    }

    [Fact]
    public async Task A_text_with_a_word_in_braces_that_means_nothing_is_refused_at_its_field()
    {
        using var discord = await product.DiscordAsync();
        var scene = await SceneAsync(discord);
        await using var window = await ManagerAsync(scene, new Look());
        await OpenAsync(window, scene.Announcements);
        await window.Page.Locator("#field-template").FillAsync("{nmae} @everyone");
        await window.Page.Locator("[data-save]").ClickAsync();
        await window.Page.Locator(".result.bad").WaitForAsync(new() { Timeout = Patience });
        (await window.Page.Locator(".fault").First.InnerTextAsync()).Should().Contain("nmae");

        await window.Page.Locator("#field-template").FillAsync("{name} @everyone");
        await SaveAsync(window);
        window.Complaints.Should().BeEmpty();
    }

    private sealed record Scene(ulong Guild, ulong Owner, ulong Silver)
    {
        public string Rewards => string.Create(CultureInfo.InvariantCulture, $"/g/{Guild}/settings/rewards");

        public string Announcements => string.Create(CultureInfo.InvariantCulture, $"/g/{Guild}/settings/announcements");
    }

    private static async Task<Scene> SceneAsync(EmulatorControl discord)
    {
        var owner = await discord.CreateUserAsync("rewarder", "Ada");
        var guild = await discord.CreateGuildAsync("Rewards", owner.Id);
        var silver = await discord.CreateRoleAsync(guild.Id, "Silver");
        await discord.CreateRoleAsync(guild.Id, "Gold");
        await discord.CreateRoleAsync(guild.Id, "Moderator", BanMembers);
        var helm = await discord.CreateRoleAsync(guild.Id, "Helm", ManageRoles, 10);
        await discord.GiveRoleAsync(guild.Id, (await discord.MembersAsync(guild.Id)).Single(m => m.User.Bot).User.Id, helm.Id);
        return new(guild.Id, owner.Id, silver.Id);
    }

    private async Task<Window> ManagerAsync(Scene scene, Look look)
    {
        var window = await product.OpenAsync(look.Language, look.Theme, look.Width, signIn: false);
        await window.SignInAsync(await product.VisitorAsync(scene.Owner));
        return window;
    }

    // Until the editor is open and knows the guild's roles, which come a moment after the guild.
    private static async Task OpenAsync(Window window, string address)
    {
        await window.GotoAsync(address);
        if (address.EndsWith("/rewards", StringComparison.Ordinal))
            for (var i = 0; i < 100 && await window.Page.Locator("details li, #add-role option:nth-child(2), .item h3").CountAsync() == 0; i++)
            {
                await Task.Delay(200, TestContext.Current.CancellationToken);
                await window.GotoAsync(address);
            }
    }

    private static async Task SaveAsync(Window window)
    {
        await window.Page.Locator("[data-save]").ClickAsync();
        await window.Page.Locator(".result.good").WaitForAsync(new() { Timeout = Patience });
    }
}
