using System.Net;
using System.Text.RegularExpressions;
using CommunityIntel.Web.Files;

namespace CommunityIntel.Web.Tests.Audit;

/// <summary>The log and XP by hand as plain pages and forms, without JavaScript.</summary>
public sealed partial class AuditTests(ScriptedSite site)
{
    private static readonly string Log = $"/g/{ScriptedSite.GuildId}/audit";
    private static readonly string ByHand = $"/g/{ScriptedSite.GuildId}/settings/members";

    [Theory]
    [InlineData("=1+1", "'=1+1"), InlineData("+1", "'+1"), InlineData("-1", "'-1"), InlineData("@name", "'@name"), InlineData("a=1", "a=1")]
    [InlineData("a,b", "\"a,b\""), InlineData("say \"hi\"", "\"say \"\"hi\"\"\""), InlineData("=a\nb", "\"'=a\nb\""), InlineData(null, "")]
    public void A_cell_is_no_formula_and_stays_one_cell(string? text, string cell) => Csv.Text(text).Should().Be(cell);

    [Fact]
    public async Task The_log_tells_who_did_what_to_whom_with_before_and_after_in_words()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var page = await manager.GetStringAsync(Log);

        page.Should().Contain("=Mana").And.Contain("&lt;member&gt;").And.Contain("100 XP (level 1)").And.Contain("1,150 XP (level 5)")
            .And.Contain("Multiplier of @Booster").And.Contain("15 to 40").And.Contain("Taken back by Owner").And.Contain("9:05").And.NotContain("cooldown_seconds");
    }

    [Fact]
    public async Task Filters_stand_in_the_address()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager, "fr");

        (await manager.GetStringAsync($"{Log}?action=xpgiven")).Should().Contain("(niveau 5)").And.NotContain("@Booster");
        (await manager.GetStringAsync($"{Log}?actor=1")).Should().Contain("Owner").And.NotContain("@Booster");
        (await manager.GetStringAsync($"{Log}?member=99")).Should().Contain("Rien ici");
        (await manager.GetStringAsync($"{Log}?action=nonsense&actor=x&before=-1")).Should().Contain("@Booster");
    }

    [Fact]
    public async Task A_member_is_found_by_a_part_of_their_name_or_by_their_id()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        (await manager.GetStringAsync($"{ByHand}?member=zo")).Should().Contain("called zo").And.Contain($"{ByHand}?member=").And.NotContain("name=\"Amount\"");
        (await manager.GetStringAsync($"{ByHand}?member=nobody")).Should().Contain("Nobody with XP here has “nobody”").And.NotContain("name=\"Amount\"");
        (await manager.GetStringAsync($"{ByHand}?member=5")).Should().Contain("name=\"Amount\"").And.NotContain("Nobody with XP");
    }

    [Fact]
    public async Task The_file_holds_the_whole_log_and_no_formula()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var answer = await manager.GetAsync($"{Log}.csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Trim('\uFEFF', '\r', '\n').Split("\r\n");

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        lines.Should().HaveCount(5);
        lines[4].Should().StartWith("1,2026-11-22T20:05:00Z,2,'=Mana,dashboard,xpgiven,3,<member>,");
    }

    [Theory]
    [InlineData(""), InlineData(ScriptedAccounts.Member), InlineData(ScriptedAccounts.Stranger)]
    public async Task The_file_is_for_those_who_manage_the_guild(string person)
    {
        using var visitor = person.Length == 0 ? site.Visitor() : await site.SignedInAsync(person);

        (await visitor.GetAsync($"{Log}.csv")).StatusCode.Should().Be(person.Length == 0 ? HttpStatusCode.Redirect : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_entry_is_taken_back_by_a_form_and_a_second_time_does_no_harm()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var form = FormOf(await manager.GetStringAsync($"{Log}/1"), "undo");

        foreach (var _ in new[] { 1, 2 })
        {
            var answer = await manager.PostAsync($"{Log}/1", new FormUrlEncodedContent(form));
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
            answer.Headers.Location!.OriginalString.Should().EndWith("/audit?done=1");
        }
    }

    [Fact]
    public async Task What_cannot_be_taken_back_any_more_is_told()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var form = FormOf(await manager.GetStringAsync($"{Log}/4"), "undo");

        var answer = await manager.PostAsync($"{Log}/4", new FormUrlEncodedContent(form));

        (await answer.Content.ReadAsStringAsync()).Should().Contain("This can no longer be taken back.");
        (await manager.GetAsync($"{Log}/99")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_members_XP_is_changed_by_a_form()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var form = FormOf(await manager.GetStringAsync($"{ByHand}?member=3"), "change");
        (form["Kind"], form["Amount"]) = ("Give", "50");

        var answer = await manager.PostAsync($"{ByHand}?member=3", new FormUrlEncodedContent(form));

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await manager.GetStringAsync(answer.Headers.Location!)).Should().Contain("Done. It is in the log");
    }

    [Theory]
    [InlineData("Guild", false), InlineData("Guild 81384788765712384", true)]
    public async Task Everybody_is_reset_only_with_the_servers_name(string typed, bool done)
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var form = FormOf(await manager.GetStringAsync(ByHand), "reset");
        form["Typed"] = typed;

        var answer = await manager.PostAsync(ByHand, new FormUrlEncodedContent(form));

        answer.StatusCode.Should().Be(done ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        if (!done)
            (await answer.Content.ReadAsStringAsync()).Should().Contain("The name does not match.");
    }

    [Fact]
    public async Task A_member_can_send_none_of_these_forms()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        var form = FormOf(await manager.GetStringAsync(ByHand), "reset");

        (await member.PostAsync(ByHand, new FormUrlEncodedContent(form))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await member.PostAsync($"{Log}/1", new FormUrlEncodedContent(form))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    /// <summary>The hidden fields of the form of that name.</summary>
    private static Dictionary<string, string> FormOf(string page, string name)
    {
        var form = Form().Matches(page).Select(match => match.Value).Single(found => found.Contains($"value=\"{name}\"", StringComparison.Ordinal));
        return Hidden().Matches(form).ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value);
    }

    [GeneratedRegex("<form class=\"confirm\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
