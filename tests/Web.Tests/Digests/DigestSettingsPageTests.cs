using System.Net;

namespace CommunityIntel.Web.Tests.Digests;

public sealed class DigestSettingsPageTests(ScriptedSite site)
{
    [Fact]
    public async Task Channels_stand_under_their_categories_and_those_that_not_all_read_are_marked()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/g/{ScriptedSite.GuildId}/settings/digest"));

        page.Should().MatchRegex("(?s)<legend><bdi>Games</bdi></legend>.*#<bdi><general></bdi>.*#<bdi>news</bdi>.*<legend><bdi>Without a category</bdi></legend>.*a hidden channel \\(57\\).*#<bdi>staff-room</bdi>");
        page.Should().MatchRegex("#<bdi>staff-room</bdi> <span class=\"tag\">private answers only</span>").And.NotMatchRegex("#<bdi>news</bdi> <span class=\"tag\"");
        page.Should().Contain("2 of at most 50").And.Contain("12,345 texts are kept now.");
    }

    [Fact]
    public async Task The_message_for_members_is_in_the_servers_language_and_names_who_reads_along()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/g/{ScriptedSite.GuildId}/settings/digest"));

        page.Should().MatchRegex("(?s)<textarea[^>]*readonly[^>]*lang=\"fr\".*#<general>, 1 salon que tout le monde ne lit pas, et leurs fils.*Un modèle de langage de Groq, <OpenAI>, Last.*/confidentialité arrêter.*</textarea>");
    }

    [Fact]
    public async Task Providers_are_told_with_what_is_used_of_their_budget()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager);

        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/g/{ScriptedSite.GuildId}/settings/digest"));

        page.Should().Contain("1,234 of 14,400").And.Contain("Left alone for a while").And.Contain("Used up for now").And.Contain("1.20\u00a0USD of 10.00\u00a0USD").And.Contain("today: 3 of 20");
    }

    [Fact]
    public async Task Without_a_provider_it_is_said_that_digests_work_and_where_to_read_on()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);

        var page = WebUtility.HtmlDecode(await boss.GetStringAsync($"/g/{ScriptedSite.ManagedGuildId}/settings/digest"));

        page.Should().Contain("No language model is configured").And.Contain("docs/digests.md").And.NotContain("<textarea", "no text is kept, so there is nothing to announce");
    }

    [Fact]
    public async Task A_silent_provider_leaves_the_settings_standing()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);

        var page = await boss.GetAsync($"/g/{ScriptedSite.SilentGuildId}/settings/digest");

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).Should().Contain("These figures did not load.").And.Contain("Channels to keep text of");
    }
}
