using System.Net;

namespace CommunityIntel.Web.Tests.Voice;

public sealed class VoicePageTests(ScriptedSite site)
{
    private static readonly string Page = $"/g/{ScriptedSite.GuildId}/voice";

    [Fact]
    public async Task Peaks_channels_and_stays_are_read_without_a_script_and_name_nobody()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = WebUtility.HtmlDecode(await member.GetStringAsync(Page));

        page.Should().Contain("Most people at once, by day").And.Contain("25 minutes").And.Contain("Lounge").And.Contain("(goes on)").And.Contain("(estimated)")
            .And.Contain("Hidden channel").And.Contain("1 stay was not observed from beginning to end").And.Contain("12:00").And.NotContain("blazor.web.js");
        page.Should().Contain("Europe/Paris").And.Contain($"href=\"{Page}.csv\"").And.Contain($"href=\"{Page}?range=7\"");
    }

    [Fact]
    public async Task The_file_has_a_line_for_every_day()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var lines = (await member.GetStringAsync($"{Page}.csv?range=7")).Trim('\uFEFF', '\r', '\n').Split("\r\n");
        lines.Should().HaveCount(8).And.StartWith(["date,voice_seconds,most_at_once,most_since", "2026-11-15,3600,5,2026-11-15T12:00:00Z"]);
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        (await stranger.GetAsync($"{Page}.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_guild_that_does_not_answer_is_said_and_the_page_stands()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Stranger, "fr");

        using var page = await visitor.GetAsync($"/g/{ScriptedSite.OtherGuildId}/voice");

        page.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync()).Should().Contain("Vocal").And.Contain("class=\"shell\"");
    }
}
