using System.Net;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Invites;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Setup;

namespace CommunityIntel.Web.Tests.Setup;

public sealed class SetupPageTests(ScriptedSite site)
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public async Task It_says_what_works_and_what_to_do()
    {
        using var manager = await site.SignedInAsync(ScriptedAccounts.Manager, "fr");

        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/g/{ScriptedSite.GuildId}/setup"));

        page.Should().Contain("Le bot est sur le serveur").And.Contain($"href=\"/g/{ScriptedSite.GuildId}/settings/clock\"").And.Contain("Europe/Paris").And.NotContain("blazor.web.js");
    }

    [Fact]
    public void What_is_missing_is_found_by_what_was_seen()
    {
        var fresh = Profile(firstDay: null, zone: "UTC", isPresent: true);
        States(SetupStep.Of(1, fresh, null, null, null)).Should().Equal(
            ("bot", SetupState.Done), ("channels", SetupState.Open), ("heard", SetupState.Open), ("clock", SetupState.Open), ("invites", SetupState.Open), ("rewards", SetupState.Open));

        var choices = new ScopeChoices([Channel(1, "general", 0), Channel(2, null, 0), Channel(3, null, 4), Channel(4, null, 11), Channel(5, "old", 0, isDeleted: true)], []);
        var refused = new InviteReport(Today, Today, DateTimeOffset.UnixEpoch, true, [], DateTimeOffset.UnixEpoch);
        var steps = SetupStep.Of(1, Profile(Today, "Asia/Kathmandu", isPresent: false), choices, refused, new RewardSettings([Reward(20), Reward(5), Reward(5)]));
        States(steps).Should().Equal(
            ("bot", SetupState.Todo), ("channels", SetupState.Todo), ("heard", SetupState.Done), ("clock", SetupState.Done), ("invites", SetupState.Todo), ("rewards", SetupState.Done));
        steps[1].Values.Should().Equal(2, 1);
        steps[5].Values.Should().Equal("5, 20");
    }

    private static IEnumerable<(string, SetupState)> States(IEnumerable<SetupStep> steps) => steps.Select(step => (step.Name, step.State));

    private static ScopeChannel Channel(long id, string? name, int type, bool isDeleted = false) => new(id, name, type, null, isDeleted);

    private static RewardRole Reward(int level) => new(level, level, "Role", false);

    private static GuildProfile Profile(DateOnly? firstDay, string zone, bool isPresent) => new(1, "Guild", null, 1, 10, zone, "fr", Today, firstDay, isPresent);
}
