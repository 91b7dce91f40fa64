using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CommunityIntel.Web.Tests.Lifecycle;

public sealed partial class LifecycleCardTests(ScriptedSite site)
{
    private static readonly string Guild = $"/g/{ScriptedSite.GuildId}";

    [Fact]
    public async Task Every_stage_has_its_sentence_number_share_and_change_without_a_script()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = WebUtility.HtmlDecode(await member.GetStringAsync($"{Guild}/retention"));

        page.Should().Contain("Where people stand").And.Contain("Oct 25 to Nov 21, beside 28 days earlier · Times in Europe/Paris").And.NotContain("blazor.web.js");
        Rows(page).Should().Equal(
            "New First seen, by joining or being active, within these 28 days. 12 1.0% ↑ up 20%",
            "Regular Seen before these 28 days, and active in each of their four weeks. 30 2.5% = about the same",
            "Active Seen within the 56 days before these 28, active within them, and not regular. 62 with Returning 5.2% –",
            "Returning Active within these 28 days without being regular, and before them last seen more than 56 days earlier. fewer than 5 – –",
            "Paused Seen before these 28 days, not active within them, but active or joined within the last 91 days. 40 3.3% ↓ down 20%",
            "Gone Left the server, whatever they did before, or neither active nor joined within the last 91 days. 1,056 88% –");
        page.Should().Contain("Shares are of 1,200 people.");
    }

    [Fact]
    public async Task The_files_have_no_number_that_the_card_does_not_have()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var lines = (await member.GetStringAsync($"{Guild}/lifecycle.csv")).Trim('\uFEFF', '\r', '\n').Split("\r\n");
        var answer = await member.GetAsync($"{Guild}/lifecycle.json");
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        lines.Should().Equal(
            "stage,first_day,last_day,people,is_fewer_than_5,counted_with,people_28_days_before,known_from",
            "new,2026-10-25,2026-11-21,12,false,,10,2026-12-14",
            "regular,2026-10-25,2026-11-21,30,false,,30,2026-12-14",
            "active,2026-10-25,2026-11-21,62,false,,64,2026-12-14",
            "returning,2026-10-25,2026-11-21,,true,active,7,2026-12-14",
            "paused,2026-10-25,2026-11-21,40,false,,50,2026-12-14",
            "gone,2026-10-25,2026-11-21,1056,false,,,2026-12-14");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"lifecycle-{ScriptedSite.GuildId}.json");
        json.EnumerateArray().Select(row => row.GetProperty("stage").GetString()).Should().Equal("new", "regular", "active", "returning", "paused", "gone");
        json[3].GetProperty("people").ValueKind.Should().Be(JsonValueKind.Null);
        (await member.GetStringAsync($"{Guild}/retention")).Should().Contain($"href=\"{Guild}/lifecycle.csv\"").And.Contain($"href=\"{Guild}/lifecycle.json\"");
    }

    [Fact]
    public async Task A_stage_that_is_not_known_yet_says_from_when_on()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Regular);

        var page = WebUtility.HtmlDecode(await member.GetStringAsync($"/g/{ScriptedSite.KeptGuildId}/retention"));

        Rows(page).Should().HaveCount(6).And.Contain(row => row.StartsWith("Active", StringComparison.Ordinal) && row.EndsWith("18 75% –", StringComparison.Ordinal))
            .And.Contain(row => row.StartsWith("Paused", StringComparison.Ordinal) && row.EndsWith("from Dec 14 – –", StringComparison.Ordinal));
        page.Should().NotContain("lifecycle.csv", "only those who manage the server download from it");
    }

    [Fact]
    public async Task A_young_server_is_told_when_there_will_be_stages()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Boss, "fr");

        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/g/{ScriptedSite.ManagedGuildId}/retention"));

        page.Should().Contain("Il est trop tôt pour le dire").And.Contain("Ce sera à partir du 14 décembre 2026.").And.NotContain("class=\"bars stages\"");
    }

    [Fact]
    public async Task A_stranger_gets_neither_file_and_a_guild_that_does_not_answer_has_none()
    {
        using var nobody = site.Visitor();
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        foreach (var kind in (string[])["csv", "json"])
        {
            (await nobody.GetAsync($"{Guild}/lifecycle.{kind}")).StatusCode.Should().Be(HttpStatusCode.Redirect);
            (await stranger.GetAsync($"{Guild}/lifecycle.{kind}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/g/{ScriptedSite.OtherGuildId}/lifecycle.{kind}")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        }

        using var page = await stranger.GetAsync($"/g/{ScriptedSite.OtherGuildId}/retention");
        (await page.Content.ReadAsStringAsync()).Should().Contain("Where people stand").And.Contain("These figures did not load.");
    }

    // What is written in each row of the card, without its marks.
    private static IEnumerable<string> Rows(string page)
    {
        var table = page[page.IndexOf("<table class=\"bars stages\">", StringComparison.Ordinal)..];
        var body = table[table.IndexOf("<tbody>", StringComparison.Ordinal)..table.IndexOf("</tbody>", StringComparison.Ordinal)];
        return body.Split("</tr>").SkipLast(1).Select(row => Spaces().Replace(Between().Replace(row, " "), " ").Trim());
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Between();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
