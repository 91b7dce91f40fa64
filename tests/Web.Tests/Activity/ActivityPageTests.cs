using System.Net;
using CommunityIntel.Web.Activity;

namespace CommunityIntel.Web.Tests.Activity;

public sealed class ActivityPageTests(ScriptedSite site)
{
    private static readonly string Page = $"/g/{ScriptedSite.GuildId}/activity";

    [Theory]
    [InlineData(null, null, null, null, ""), InlineData("7", "voice", "off", "12", "?range=7&metric=voice&compare=off&channel=12")]
    [InlineData("28", "messages", null, "12", "?channel=12"), InlineData("5", "joins", "x", "-1", "")]
    public void What_is_shown_stands_in_the_address_and_what_cannot_be_shown_is_left_out(string? range, string? metric, string? compare, string? channel, string query) =>
        ActivityChoice.Parse(range, metric, compare, channel).Query().Should().Be(query);

    [Fact]
    public async Task Channels_hours_and_joins_are_read_without_a_script()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = await member.GetStringAsync(Page);

        page.Should().Contain("Messages per day").And.Contain("&lt;general&gt;").And.Contain($"href=\"{Page}?channel=7\"").And.Contain("Messages by hour of the day")
            .And.Contain("1 joined, 0 left").And.Contain("Europe/Paris").And.NotContain("blazor.web.js").And.NotContain("All channels");
    }

    [Fact]
    public async Task The_file_has_a_line_for_every_day_and_people_only_for_the_whole_guild()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var all = Lines(await member.GetStringAsync($"{Page}.csv?range=7"));
        all.Should().HaveCount(8).And.StartWith(["date,messages,bot_messages,voice_seconds,authors,active_members,joins,leaves", "2026-11-15,10,0,3600,4,5,1,0"]);
        var one = Lines(await member.GetStringAsync($"{Page}.csv?channel=7"));
        one.Should().HaveCount(29).And.StartWith(["date,messages,bot_messages,voice_seconds", "2026-10-25,3,0,0"]);
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        (await stranger.GetAsync($"{Page}.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        static string[] Lines(string file) => file.Trim('\uFEFF', '\r', '\n').Split("\r\n");
    }

    [Fact]
    public async Task One_channel_is_shown_alone_and_the_way_back_is_there()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member, "fr");

        var page = await member.GetStringAsync($"{Page}?range=7&channel=7");

        page.Should().Contain("#&lt;general&gt;").And.Contain("Messages par heure de la journée").And.Contain("Tous les salons").And.Contain("Heure la plus active")
            .And.Contain($"href=\"{Page}?channel=7\"", "another period keeps the channel");
        WebUtility.HtmlDecode(await member.GetStringAsync($"{Page}?channel=99")).Should().Contain("Salon masqué");
    }
}
