using System.Net;
using System.Text.RegularExpressions;

namespace CommunityIntel.Web.Tests.Notes;

/// <summary>Notes as plain pages and forms, without JavaScript.</summary>
public sealed partial class NotesPageTests(ScriptedSite site)
{
    private static readonly string Kept = $"/g/{ScriptedSite.KeptGuildId}/settings/notes";

    [Fact]
    public async Task A_manager_adds_a_note_once_and_deletes_it_once()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);
        var empty = await boss.GetStringAsync(Kept);
        empty.Should().Contain("No notes yet").And.Contain("type=\"date\" required min=\"2024-10-19\" max=\"2027-11-23\" value=\"2026-11-22\"").And.NotContain("blazor.web.js");

        var form = FieldsOf(empty, "note");
        (form["Date"], form["Text"]) = ("2026-11-20", "  Rules & <b>roles</b> ");
        foreach (var _ in new[] { 1, 2 })
            (await boss.PostAsync(Kept, new FormUrlEncodedContent(form))).Headers.Location!.OriginalString.Should().EndWith("?done=added");
        var page = await boss.GetStringAsync($"{Kept}?done=added");
        page.Should().Contain("Added.").And.Contain("November 20, 2026").And.Contain("<span dir=\"auto\">Rules &amp; &lt;b&gt;roles&lt;/b&gt;</span>").And.Contain("1 of at most 200");
        Delete().Matches(page).Should().ContainSingle("the second was the same request");

        var delete = FieldsOf(page, "delete");
        delete["NoteId"] = Delete().Match(page).Groups[1].Value;
        foreach (var _ in new[] { 1, 2 })
            (await boss.PostAsync(Kept, new FormUrlEncodedContent(delete))).Headers.Location!.OriginalString.Should().EndWith("?done=deleted");
        (await boss.GetStringAsync(Kept)).Should().Contain("No notes yet");
    }

    [Theory]
    [InlineData("2026-11-20", "   ", "nothing to read"), InlineData("2026-11-20", "a\u0001b", "one line of text"), InlineData("2026-11-20", "a\nb", "one line of text"), InlineData("2026-11-20", "\u202Egnp.exe", "one line of text")]
    [InlineData("", "text", "from October 19, 2024 to November 23, 2027"), InlineData("2027-11-24", "text", "from October 19, 2024 to November 23, 2027"), InlineData("20/11/2026", "text", "from October 19, 2024")]
    public async Task What_is_refused_is_said_with_what_to_do_and_what_was_typed_stays(string date, string text, string told)
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);
        var page = WebUtility.HtmlDecode(await SendAsync(boss, date, text));
        page.Should().Contain("role=\"alert\"").And.Contain(told).And.Contain($"value=\"{date}\"");
        if (text == "text")
            page.Should().Contain("autocomplete=\"off\" value=\"text\"");
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused_in_the_readers_language()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss, "fr");
        WebUtility.HtmlDecode(await SendAsync(boss, "2026-11-20", new string('<', 10_000))).Should().Contain("Une note a 120 caractères au plus.");
    }

    [Theory]
    [InlineData("__RequestVerificationToken", null), InlineData("Text", "forged\0")]
    public async Task A_form_without_its_token_or_with_what_no_form_can_hold_changes_nothing(string field, string? value)
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);
        var form = FieldsOf(await boss.GetStringAsync(Kept), "note");
        (form["Date"], form["Text"]) = ("2026-11-20", "forged");
        if (value is null)
            form.Remove(field);
        else
            form[field] = value;
        (await boss.PostAsync(Kept, new FormUrlEncodedContent(form))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await boss.GetStringAsync(Kept)).Should().NotContain("forged");
    }

    [Fact]
    public async Task A_member_can_send_neither_form()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);
        using var regular = await site.SignedInAsync(ScriptedAccounts.Regular);
        var page = await boss.GetStringAsync(Kept);
        foreach (var name in (string[])["note", "delete"])
            (await regular.PostAsync(Kept, new FormUrlEncodedContent(FieldsOf(page, name)))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(""), InlineData("?range=91"), InlineData("/activity"), InlineData("/activity?channel=7"), InlineData("/voice"), InlineData("/growth")]
    public async Task Whoever_sees_a_chart_reads_its_notes_and_no_markup_of_theirs(string address)
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        var page = await member.GetStringAsync($"/g/{ScriptedSite.GuildId}{address}");

        page.Should().NotContain("<script>alert").And.NotContain("</script><script>").And.NotContain("Planned").And.NotContain("/settings/notes");
        page.Should().Contain("<text class=\"mark-number\"").And.Contain("Notes: 4.");
        page.Should().MatchRegex("<li value=\"1\"><b>Fri, Nov 13</b> <span dir=\"auto\">Tournament</span></li>");
        WebUtility.HtmlDecode(page).Should().Contain($"<small class=\"gap-note\" dir=\"auto\">{ScriptedGuild.Hebrew}</small>").And.Contain("[\"Tournament\"]");
    }

    [Fact]
    public async Task A_year_has_the_notes_of_its_weeks_and_a_week_those_of_its_days()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member, "fr");
        (await member.GetStringAsync($"/g/{ScriptedSite.GuildId}?range=364")).Should().Contain("Tournament");
        WebUtility.HtmlDecode(await member.GetStringAsync($"/g/{ScriptedSite.GuildId}?range=7")).Should().NotContain("Tournament").And.Contain("Notes\u00A0: 3.");
    }

    [Fact]
    public async Task Who_manages_the_guild_is_led_from_a_chart_to_where_notes_are_written()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        (await manager.GetStringAsync($"/g/{ScriptedSite.GuildId}/activity")).Should().Contain($"<a class=\"link\" href=\"/g/{ScriptedSite.GuildId}/settings/notes\">Add a note</a>");
    }

    private static async Task<string> SendAsync(HttpClient visitor, string date, string text)
    {
        var form = FieldsOf(await visitor.GetStringAsync(Kept), "note");
        (form["Date"], form["Text"]) = (date, text);
        var answer = await visitor.PostAsync(Kept, new FormUrlEncodedContent(form));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The hidden fields of the form of that name.</summary>
    private static Dictionary<string, string> FieldsOf(string page, string name)
    {
        var form = Form().Matches(page).Select(match => match.Value).Single(found => found.Contains($"value=\"{name}\"", StringComparison.Ordinal));
        return Hidden().Matches(form).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value));
    }

    [GeneratedRegex("<form (class=\"filters\" )?method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"NoteId\" value=\"(\\d+)\"")]
    private static partial Regex Delete();
}
