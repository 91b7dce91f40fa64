using System.Net;
using System.Text.RegularExpressions;
using CommunityIntel.Web.TimeZones;

namespace CommunityIntel.Web.Tests.TimeZones;

public sealed partial class ClockSettingsTests(ScriptedSite site)
{
    private static readonly string Page = $"/g/{ScriptedSite.GuildId}/settings/clock";

    [Fact]
    public async Task A_zone_is_chosen_by_a_plain_form_and_how_far_the_recount_is_stands_on_the_page()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);
        var page = await manager.GetStringAsync(Page);
        page.Should().Contain("<optgroup label=\"Asia\">").And.Contain("Asia/Kathmandu (UTC&#x2B;05:45)").And.Contain("value=\"Europe/Paris\" selected").And.NotContain("blazor.web.js");

        WebUtility.HtmlDecode(await ChooseAsync("Mars/Olympus")).Should().Contain("There is no such time zone");
        (await ChooseAsync("Asia/Kathmandu")).Should().Contain("40%").And.Contain("http-equiv=\"refresh\"").And.Contain("hidden");
        WebUtility.HtmlDecode(await ChooseAsync("Asia/Kathmandu")).Should().Contain("still being counted again");

        async Task<string> ChooseAsync(string zone)
        {
            var form = await manager.GetStringAsync(Page);
            var fields = Hidden().Matches(form[form.IndexOf("class=\"filters\"", StringComparison.Ordinal)..])
                .DistinctBy(m => m.Groups[1].Value).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));
            fields["Zone"] = zone;
            var answer = await manager.PostAsync(Page, new FormUrlEncodedContent(fields));
            return answer.StatusCode == HttpStatusCode.Redirect || answer.StatusCode == HttpStatusCode.Found
                ? await manager.GetStringAsync(answer.Headers.Location!)
                : await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public void The_current_zone_is_among_the_choices_whatever_it_is()
    {
        Zones.Of("UTC").SelectMany(region => region).Should().ContainSingle(zone => zone.Id == "UTC").And.Contain(new ZoneChoice("Asia/Kathmandu", "UTC+05:45"));
        Zones.Of("Europe/Paris").Select(region => region.Key).Should().OnlyHaveUniqueItems().And.Contain(["Africa", "America", "Asia", "Europe", "Pacific"]);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
