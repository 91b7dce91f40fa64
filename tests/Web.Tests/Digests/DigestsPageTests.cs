using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CommunityIntel.Web.Tests.Digests;

/// <summary>The list, the reader and the form under it, as plain pages without JavaScript.</summary>
public sealed partial class DigestsPageTests(ScriptedSite site)
{
    private static readonly string List = $"/g/{ScriptedSite.GuildId}/digests";
    private static readonly string Week = $"{List}/week/2026-11-16";

    [Fact]
    public async Task The_list_tells_each_digest_its_span_lead_size_maker_and_cost_and_when_the_next_one_comes()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await TextAsync(member, List);

        page.Should().Contain($"<a href=\"{Week}\">Week of Nov 16</a>").And.Contain("The new map; raid night on Friday").And.NotContain("blazor.web.js");
        page.Should().Contain("5 items · 1,204 messages · Written by a language model · 0.0032\u00a0USD · Nov 23 2026, 8:00\u202fAM");
        page.Should().Contain($"<a href=\"{List}/day/2026-11-20\">Fri, Nov 20</a>").And.Contain("2 items · 1,204 messages · Picked without a language model · Nov 21");
        page.Should().Contain("1,204 messages · Figures alone · Nov 20").And.Contain("12.50\u00a0USD").And.Contain("Next one Nov 23 2026, 8:00\u202fAM");
    }

    [Fact]
    public async Task Older_digests_are_one_link_further_each_once()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        List<string> seen = [];
        for (var address = List; address is not null;)
        {
            var page = await TextAsync(member, address);
            seen.AddRange(Digest().Matches(page).Select(match => match.Groups[1].Value));
            address = Older().Match(page) is { Success: true } older ? older.Groups[1].Value : null;
        }

        seen.Should().HaveCount(55).And.OnlyHaveUniqueItems();
        (await TextAsync(member, $"{List}?before=1")).Should().Contain("No older digests");
        (await TextAsync(member, $"{List}?before=x")).Should().Contain("Week of Nov 16");
    }

    [Fact]
    public async Task Who_is_not_of_the_audience_is_told_so_and_not_whether_there_is_a_digest()
    {
        using var regular = await site.SignedInAsync(ScriptedAccounts.Regular);
        foreach (var address in (string[])["", "/week/2026-11-16", "/day/2020-01-01"])
        {
            var answer = await regular.GetAsync($"/g/{ScriptedSite.KeptGuildId}/digests{address}");
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("These digests are for a role that you do not have");
        }
        (await regular.GetStringAsync($"/g/{ScriptedSite.KeptGuildId}")).Should().NotContain("digest-line");
    }

    [Fact]
    public async Task Without_digests_who_manages_is_led_to_the_settings_and_who_does_not_is_told_when_one_comes()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);

        var (unplanned, planned) = (await TextAsync(boss, $"/g/{ScriptedSite.KeptGuildId}/digests"), await TextAsync(boss, $"/g/{ScriptedSite.ManagedGuildId}/digests"));

        unplanned.Should().Contain("No digests yet").And.Contain("Choose of which channels").And.Contain($"href=\"/g/{ScriptedSite.KeptGuildId}/settings/digest\">Set up digests");
        planned.Should().Contain("The first one comes Nov 23 2026, 8:00\u202fAM.");
        (await TextAsync(boss, $"/g/{ScriptedSite.KeptGuildId}")).Should().Contain("choose channels");
    }

    [Fact]
    public async Task A_digest_shows_figures_items_by_kind_their_sources_and_how_it_was_made()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await TextAsync(member, Week);

        page.Should().Contain("<h1>Week of November 16, 2026</h1>").And.Contain("Mon, Nov 16 to Sun, Nov 22 · Times in Europe/Paris · Cheerful");
        page.Should().Contain("vs 9,876").And.Contain("25%").And.Contain("5 joined, 8 left").And.Contain("<b>−3</b>");
        var kinds = Kind().Matches(page).Select(match => match.Groups[1].Value);
        kinds.Should().Equal("topic", "openquestion", "decision", "event");
        page.Should().Contain($"rel=\"noopener noreferrer\" href=\"https://discord.com/channels/{ScriptedSite.GuildId}/7/2\">#<bdi><general></bdi></a>").And.NotContain("target=");
        page.Should().Contain("#<bdi><general></bdi> (2)").And.Contain(">Hidden channel</a>").And.Contain("#<bdi><general></bdi> · <bdi>Ada <3</bdi>").And.Contain("12 people");
        page.Should().Contain($"<p dir=\"auto\"><q>{ScriptedGuild.Hebrew}</q></p>").And.Contain("Quotation · 1 person").And.Contain("no longer kept here");
        page.Should().Contain("2 items were taken out since");
        page.Should().Contain("llama-3.3-70b (Groq)").And.Contain("1,150 of 1,204").And.Contain("12,000 in, 800 out").And.Contain("3.2 s").And.Contain("0.0032\u00a0USD").And.NotContain("blazor.web.js");
    }

    [Fact]
    public async Task What_a_model_or_a_person_wrote_is_text_and_never_markup()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        foreach (var address in (string[])[List, Week])
            (await member.GetStringAsync(address)).Should().NotContain("<img src=x").And.Contain("&lt;img src=x onerror=alert(1)&gt; **bold** @everyone");
    }

    [Fact]
    public async Task A_digest_without_a_model_says_why_and_one_without_items_that_no_text_was_kept()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member, "fr");

        var (picked, counted) = (await TextAsync(member, $"{List}/day/2026-11-20"), await TextAsync(member, $"{List}/day/2026-11-19"));

        picked.Should().Contain("<h1>20 novembre 2026</h1>").And.Contain("Choisie sans modèle de langage").And.Contain("Les requêtes du jour ou l’argent du mois étaient épuisés.").And.NotContain("Jetons");
        counted.Should().Contain("Ce serveur n’a conservé aucun texte").And.Contain("Aucun texte n’était conservé.");
    }

    [Theory]
    [InlineData("/week/2026-11-16", "/week/2026-11-09", null), InlineData("/week/2026-11-09", "/week/2026-11-02", "/week/2026-11-16"), InlineData("/day/2026-11-19", null, "/day/2026-11-20")]
    [InlineData("/week/2025-11-17", null, "/week/2025-11-24")]
    public async Task A_digest_leads_to_those_before_and_after_of_its_kind(string address, string? older, string? newer)
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await TextAsync(member, $"{List}{address}");

        Link("prev").Match(page).Groups[1].Value.Should().Be(older is null ? "" : $"{List}{older}");
        Link("next").Match(page).Groups[1].Value.Should().Be(newer is null ? "" : $"{List}{newer}");
    }

    [Theory]
    [InlineData("/week/2026-11-17"), InlineData("/month/2026-11-16"), InlineData("/week/16-11-2026"), InlineData("/week/..%2F"), InlineData("/day/2026-02-30"), InlineData("/sincelastmessage/2026-11-16")]
    public async Task A_digest_that_there_is_not_is_told_with_a_way_back(string address)
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var answer = await member.GetAsync($"{List}{address}");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("There is no such digest").And.Contain($"href=\"{List}\"");
    }

    [Fact]
    public async Task Whether_it_was_useful_is_told_by_a_plain_form_and_can_be_taken_back()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var address = $"{List}/week/2026-10-19";
        foreach (var useful in (string[])["yes", "no"])
        {
            var form = FieldsOf(await member.GetStringAsync(address));
            form["useful"] = useful;
            var answer = await member.PostAsync($"{List}/rating", new FormUrlEncodedContent(form));
            answer.Headers.Location!.OriginalString.Should().Be($"{address}?rated=saved#useful");
            (await member.GetStringAsync($"{address}?rated=saved")).Should().Contain("role=\"status\">Noted.").And.Contain($"value=\"{useful}\" aria-pressed=\"true\"");
        }
        (await manager.GetStringAsync(address)).Should().Contain("Useful: 0, not useful: 1");
        (await member.GetStringAsync(address)).Should().NotContain("not useful: 1");
    }

    [Theory]
    [InlineData("useful", "perhaps", HttpStatusCode.BadRequest), InlineData("digest", "many", HttpStatusCode.BadRequest), InlineData("span", "//example.org", HttpStatusCode.BadRequest)]
    [InlineData("__RequestVerificationToken", null, HttpStatusCode.BadRequest), InlineData("digest", "12345", HttpStatusCode.Redirect)]
    public async Task A_form_that_no_page_sent_changes_nothing(string field, string? value, HttpStatusCode status)
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        var form = FieldsOf(await member.GetStringAsync(Week));
        form["useful"] = "yes";
        if (value is null)
            form.Remove(field);
        else
            form[field] = value;

        var answer = await member.PostAsync($"{List}/rating", new FormUrlEncodedContent(form));

        answer.StatusCode.Should().Be(status);
        if (status == HttpStatusCode.Redirect)
            answer.Headers.Location!.OriginalString.Should().Be($"{Week}?rated=failed#useful");
    }

    [Fact]
    public async Task A_stranger_rates_nothing()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        var form = FieldsOf(await member.GetStringAsync(Week));
        form["useful"] = "yes";
        (await stranger.PostAsync($"{List}/rating", new FormUrlEncodedContent(form))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_silent_guild_fails_where_it_stands()
    {
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        foreach (var address in (string[])["", "/week/2026-11-16"])
        {
            var answer = await stranger.GetAsync($"/g/{ScriptedSite.OtherGuildId}/digests{address}");
            answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("Try again");
        }
    }

    [Fact]
    public async Task The_overview_has_the_newest_digest_above_the_chart_and_every_page_leads_to_them()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await TextAsync(member, $"/g/{ScriptedSite.GuildId}");

        page.Should().MatchRegex("(?s)<section class=\"card kpis\".*<a class=\"card digest-line\" href=\"[^\"]*/week/2026-11-16\".*Week of Nov 16.*The new map.*class=\"chart main");
        page.Should().Contain($"<a href=\"{List}\" data-key=\"7\"");
    }

    [Fact]
    public async Task A_digest_can_be_downloaded_a_row_for_every_item()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        (await TextAsync(member, Week)).Should().Contain($"href=\"{List}.csv?span=week&day=2026-11-16\"");
        var items = JsonDocument.Parse(await member.GetStringAsync($"{List}.json?span=week&day=2026-11-16")).RootElement;
        var csv = await member.GetAsync($"{List}.csv?span=week&day=2026-11-16");

        items.GetArrayLength().Should().Be(5);
        items[1].GetProperty("text").GetString().Should().Be(ScriptedDigests.Hostile);
        items[1].GetProperty("links").GetString()!.Split(' ').Should().HaveCount(4).And.OnlyContain(link => link.StartsWith($"https://discord.com/channels/{ScriptedSite.GuildId}/", StringComparison.Ordinal));
        items[3].GetProperty("text").ValueKind.Should().Be(JsonValueKind.Null);
        csv.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"digest-{ScriptedSite.GuildId}-week-2026-11-16.csv");
        JsonDocument.Parse(await member.GetStringAsync($"{List}.json")).RootElement.GetArrayLength().Should().Be(55, "without a digest it is the list");
    }

    private static async Task<string> TextAsync(HttpClient visitor, string address) => WebUtility.HtmlDecode(await visitor.GetStringAsync(address));

    private static Dictionary<string, string> FieldsOf(string page) =>
        Hidden().Matches(Form().Match(page).Value).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value));

    private static Regex Link(string rel) => new($"rel=\"{rel}\" href=\"([^\"]+)\"");

    [GeneratedRegex("<b><a href=\"([^\"]+/(?:week|day)/[^\"]+)\"")]
    private static partial Regex Digest();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Older();

    [GeneratedRegex("<section class=\"card\" aria-labelledby=\"(topic|openquestion|decision|event)\"")]
    private static partial Regex Kind();

    [GeneratedRegex("<form class=\"top\" method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
