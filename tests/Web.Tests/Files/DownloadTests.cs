using System.Net;
using System.Text.Json;

namespace CommunityIntel.Web.Tests.Files;

public sealed class DownloadTests(ScriptedSite site)
{
    private static readonly string Guild = $"/g/{ScriptedSite.GuildId}";

    [Theory]
    [InlineData("activity", ScriptedAccounts.Member), InlineData("voice", ScriptedAccounts.Member), InlineData("retention", ScriptedAccounts.Member), InlineData("growth", ScriptedAccounts.Manager)]
    [InlineData("leaderboard", ScriptedAccounts.Member), InlineData("audit", ScriptedAccounts.Manager), InlineData("digests", ScriptedAccounts.Member)]
    public async Task Both_kinds_of_file_say_the_same(string page, string person)
    {
        using var visitor = await site.SignedInAsync(person);

        var csv = Lines(await visitor.GetStringAsync($"{Guild}/{page}.csv"));
        var answer = await visitor.GetAsync($"{Guild}/{page}.json");
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"{page}-{ScriptedSite.GuildId}.json");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue("what one person may read is nobody else's");
        json.GetArrayLength().Should().Be(csv.Length - 1).And.BePositive();
        json[0].EnumerateObject().Select(cell => cell.Name).Should().Equal(csv[0].Split(','));
        (await visitor.GetStringAsync($"{Guild}/{page}")).Should().Contain($"href=\"{Guild}/{page}.csv\"").And.Contain($"href=\"{Guild}/{page}.json\"");
    }

    [Fact]
    public async Task Numbers_are_numbers_and_ids_are_text()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var days = JsonDocument.Parse(await member.GetStringAsync($"{Guild}/activity.json?range=7")).RootElement;
        var board = JsonDocument.Parse(await member.GetStringAsync($"{Guild}/leaderboard.json?board=voice&period=week")).RootElement;

        days[0].GetProperty("date").GetString().Should().Be("2026-11-15");
        days[0].GetProperty("voice_seconds").GetInt64().Should().Be(3600);
        board.EnumerateArray().Select(row => row.GetProperty("rank").GetInt32()).Should().Equal(Enumerable.Range(1, ScriptedGuild.People), "it goes on beyond the first page");
        board[0].GetProperty("member_id").GetString().Should().Be("1001");
        board[ScriptedGuild.Nameless - 1].GetProperty("member_id").ValueKind.Should().Be(JsonValueKind.Null);
        board[ScriptedGuild.Nameless - 1].GetProperty("member").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("activity"), InlineData("voice"), InlineData("retention"), InlineData("growth"), InlineData("leaderboard"), InlineData("audit"), InlineData("digests")]
    public async Task A_file_is_for_those_who_may_see_the_page(string page)
    {
        using var nobody = site.Visitor();
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        foreach (var kind in (string[])["csv", "json"])
        {
            (await nobody.GetAsync($"{Guild}/{page}.{kind}")).StatusCode.Should().Be(HttpStatusCode.Redirect);
            (await stranger.GetAsync($"{Guild}/{page}.{kind}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_guild_that_does_not_answer_gives_no_file()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Stranger);

        var answer = await visitor.GetAsync($"/g/{ScriptedSite.OtherGuildId}/leaderboard.json");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private static string[] Lines(string file) => file.Trim('\uFEFF', '\r', '\n').Split("\r\n");
}
