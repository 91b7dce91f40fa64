using System.Net;

namespace CommunityIntel.Web.Tests.Growth;

public sealed class GrowthPageTests(ScriptedSite site)
{
    private static readonly string Page = $"/g/{ScriptedSite.GuildId}/growth";

    [Fact]
    public async Task Invites_stand_with_who_made_them_and_nothing_of_them_is_markup()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var raw = await manager.GetStringAsync(Page);
        var page = WebUtility.HtmlDecode(raw);

        raw.Should().Contain("&lt;b&gt;Ada").And.NotContain("<b>Ada").And.NotContain("blazor.web.js");
        page.Should().Contain("Joined").And.Contain("By a known invite").And.Contain("1 of 1").And.Contain("gone").And.Contain($"href=\"{Page}?range=7\"")
            .And.Contain("Do those who come stay?").And.NotContain("Manage Server");
    }

    [Fact]
    public async Task Codes_are_for_those_who_manage_the_guild()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await member.GetStringAsync(Page);

        page.Should().Contain("Joined").And.NotContain("&lt;open&gt;").And.NotContain("By a known invite").And.NotContain(".csv").And.NotContain("did not load");
        (await member.GetAsync($"{Page}.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_refusal_says_what_to_do()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager, "fr");

        WebUtility.HtmlDecode(await manager.GetStringAsync($"{Page}?range=364")).Should().Contain("donnez à son rôle la permission « Gérer le serveur »");
    }

    [Fact]
    public async Task The_file_has_a_line_for_every_invite()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var lines = (await manager.GetStringAsync($"{Page}.csv?range=7")).Trim('\uFEFF', '\r', '\n').Split("\r\n");

        lines.Should().Equal(
            "invite,made_by,channel,joins,uses,max_uses,created_at,expires_at,is_gone", "<open>,<b>Ada</b>,<general>,4,40,0,2026-10-01T00:00:00Z,,false",
            "once,,,1,1,1,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,true");
    }
}
