using System.Net;
using CommunityIntel.GrainInterfaces.Outbox;

namespace CommunityIntel.Web.Tests.Outbox;

public sealed class UndoneActionsTests(ScriptedSite site)
{
    private static string Overview(long guildId) => $"/g/{guildId}";

    [Theory]
    [InlineData("en", "11 things could not be done on Discord", "Announce level 5 of \u2068<member>\u2069 in \u2068#staff\u2069.", "Give \u2068Silver\u2069, \u2068a role\u2069 to", "1 thing is waiting")]
    [InlineData("fr", "11 actions n’ont pas pu être faites sur Discord", "Annoncer le niveau 5 de \u2068<member>\u2069 dans \u2068#staff\u2069.", "Donner \u2068Silver\u2069, \u2068un rôle\u2069 à", "1 action attend")]
    public async Task Who_manages_the_guild_reads_what_was_not_done_and_why(string language, params string[] texts)
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager, language);
        var html = await manager.GetStringAsync(Overview(ScriptedSite.GuildId));

        WebUtility.HtmlDecode(html).Should().ContainAll(texts);
        html.Should().Contain("&lt;member&gt;").And.NotContain("<member>");
        Count(html, "<li><b>").Should().Be(Enum.GetValues<ActionFailure>().Length, "every reason has its words");
        html.Should().NotContain("undone.");
    }

    [Theory]
    [InlineData(ScriptedAccounts.Member, ScriptedSite.GuildId), InlineData(ScriptedAccounts.Owner, ScriptedSite.GuildWithoutBotId)]
    public async Task There_is_no_card_for_those_who_cannot_mend_it_nor_when_nothing_is_broken(string person, long guildId)
    {
        using var visitor = await site.SignedInAsync(person);
        (await visitor.GetStringAsync(Overview(guildId))).Should().NotContain("undone");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
