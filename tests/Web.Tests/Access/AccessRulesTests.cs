using System.Net;

namespace CommunityIntel.Web.Tests.Access;

public sealed class AccessRulesTests(ScriptedSite site)
{
    private static readonly string Managed = $"/g/{ScriptedSite.ManagedGuildId}", Kept = $"/g/{ScriptedSite.KeptGuildId}";

    [Fact]
    public async Task Where_only_managers_look_nothing_exists_for_members()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Regular);
        using var manager = await site.SignedInAsync(ScriptedAccounts.Boss);
        foreach (var page in (string[])["", "/activity", "/voice", "/growth", "/retention", "/leaderboard", "/members/5", "/activity.csv", "/leaderboard.json", "/lifecycle.csv", "/lifecycle.json"])
        {
            (await member.GetAsync(Managed + page)).StatusCode.Should().Be(HttpStatusCode.NotFound, page);
            (await manager.GetAsync(Managed + page)).StatusCode.Should().Be(HttpStatusCode.OK, page);
        }
    }

    [Fact]
    public async Task While_it_is_not_known_who_may_look_members_do_not_and_are_told_why_and_managers_do()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Regular);
        using var manager = await site.SignedInAsync(ScriptedAccounts.Boss);
        foreach (var page in (string[])["", "/activity", "/leaderboard", "/activity.csv"])
        {
            (await member.GetAsync($"/g/{ScriptedSite.SilentGuildId}{page}")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, page);
            (await manager.GetAsync($"/g/{ScriptedSite.SilentGuildId}{page}")).StatusCode.Should().Be(HttpStatusCode.OK, page);
        }
    }

    [Fact]
    public async Task Where_only_managers_download_members_look_and_are_offered_no_file()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Regular);
        using var manager = await site.SignedInAsync(ScriptedAccounts.Boss);
        foreach (var page in (string[])["activity", "voice", "growth", "retention", "leaderboard"])
        {
            (await member.GetStringAsync($"{Kept}/{page}")).Should().NotContain(".csv").And.NotContain(".json\"");
            (await member.GetAsync($"{Kept}/{page}.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound, page);
            (await member.GetAsync($"{Kept}/{page}.json")).StatusCode.Should().Be(HttpStatusCode.NotFound, page);
            (await manager.GetAsync($"{Kept}/{page}.csv")).StatusCode.Should().Be(HttpStatusCode.OK, page);
        }

        // Of the retention page.
        (await member.GetAsync($"{Kept}/lifecycle.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await manager.GetAsync($"{Kept}/lifecycle.csv")).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
