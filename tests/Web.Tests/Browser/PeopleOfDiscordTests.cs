using System.Globalization;
using System.Net;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The running product with people and guilds that the test makes up on its local Discord.</summary>
public sealed class PeopleOfDiscordTests(RunningProduct product)
{
    private const float Patience = 60_000;

    [Fact]
    public async Task Only_its_members_reach_a_guild()
    {
        using var discord = await product.DiscordAsync();
        var (owner, member, other) = (await discord.CreateUserAsync("owner"), await discord.CreateUserAsync("member"), await discord.CreateUserAsync("other"));
        var guild = await discord.CreateGuildAsync("Members only", owner.Id);
        await discord.JoinAsync(guild.Id, member.Id);
        await discord.CreateGuildAsync("Elsewhere", other.Id);
        string[] pages = [$"/g/{guild.Id}", $"/g/{guild.Id}/leaderboard"];

        foreach (var page in pages)
        {
            (await StatusAsync(null, page)).Should().Be(HttpStatusCode.Redirect);
            (await StatusAsync(other.Id, page)).Should().Be(HttpStatusCode.NotFound);
            (await StatusAsync(member.Id, page)).Should().Be(HttpStatusCode.OK);
            (await StatusAsync(owner.Id, page)).Should().Be(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_live_message_reaches_the_open_page()
    {
        using var discord = await product.DiscordAsync();
        var owner = await discord.CreateUserAsync("listener");
        var guild = await discord.CreateGuildAsync("Quiet", owner.Id);
        var channel = await discord.CreateChannelAsync(guild.Id, "only");
        await using var window = await product.OpenAsync(signIn: false);
        await window.SignInAsync(await product.VisitorAsync(owner.Id));
        await window.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/g/{guild.Id}"));
        var live = window.Page.Locator(".live");
        await Assertions.Expect(live).ToContainTextAsync("0 messages today");

        await discord.PostAsync(channel.Id, owner.Id, "anybody here?");

        await Assertions.Expect(live).ToContainTextAsync("1 message today", new() { Timeout = Patience });
        await window.GotoAsync(window.Page.Url);
        await Assertions.Expect(window.Page.Locator(".kpi")).ToHaveCountAsync(5);
        (await window.FaultsAsync("first-day")).Should().BeEmpty();
    }

    private async Task<HttpStatusCode> StatusAsync(ulong? userId, string page)
    {
        using var visitor = await product.VisitorAsync(userId);
        using var answer = await visitor.GetAsync(page);
        return answer.StatusCode;
    }
}
