using System.Net;
using System.Security.Claims;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Access;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Web.Tests.Guilds;

public sealed class AccessTests(ScriptedSite site)
{
    private static readonly string[] OpenPages =
        ["/", "/help", "/privacy", "/terms", "/status", "/login/failed", "/health/live", "/health/ready", "/metrics"];
    private static readonly string[] SignedInPages = ["/guilds", "/me", "/me/billing"];

    /// <summary>They exist for operators alone: Billing/OperatorPagesTests.cs. The way back from Stripe only leads on.</summary>
    private static readonly string[] OtherPages = ["/operator", "/operator/capacity", "/operator/billing", "/billing/return"];

    [Fact]
    public void Every_page_is_known_to_this_test()
    {
        var pages = site.Routes.Where(IsPage).Select(Address).Distinct();

        pages.Should().BeEquivalentTo([.. OpenPages, .. SignedInPages, .. GuildPages(), .. ManagerPages(), .. OtherPages, "/login", "/oauth/callback", "/error/1"]);
    }

    [Fact]
    public void Every_address_of_a_guild_asks_for_membership() =>
        site.Routes.Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("g/", StringComparison.Ordinal)).Should()
            .NotBeEmpty().And.OnlyContain(route => route.Metadata.OfType<IAuthorizeData>().Any(data => data.Policy == GuildMemberRequirement.Policy || data.Policy == GuildMemberRequirement.ManagerPolicy));

    [Fact]
    public void Every_address_where_a_guild_is_changed_asks_for_who_manages_it() =>
        site.Routes.Where(route => route.RoutePattern.RawText!.Split('/') is var parts && (parts.Contains("settings") || parts.Any(part => part.StartsWith("audit", StringComparison.Ordinal)))).Should()
            .NotBeEmpty().And.OnlyContain(route => route.Metadata.OfType<IAuthorizeData>().Any(data => data.Policy == GuildMemberRequirement.ManagerPolicy));

    [Fact]
    public async Task Open_pages_are_open()
    {
        using var nobody = site.Visitor();
        foreach (var page in OpenPages)
            (await nobody.GetAsync(page)).StatusCode.Should().Be(HttpStatusCode.OK, page);
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in_first()
    {
        using var nobody = site.Visitor();
        foreach (var page in SignedInPages.Concat(GuildPages()).Concat(ManagerPages()))
        {
            var answer = await nobody.GetAsync(page);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, page);
            answer.Headers.Location!.OriginalString.Should().Be("/login?returnUrl=" + Uri.EscapeDataString(page));
        }
    }

    [Theory]
    [InlineData(ScriptedAccounts.Owner), InlineData(ScriptedAccounts.Manager), InlineData(ScriptedAccounts.Member)]
    public async Task Members_see_every_page_of_their_guild(string person)
    {
        using var visitor = await site.SignedInAsync(person);
        foreach (var page in SignedInPages.Concat(GuildPages()))
            (await visitor.GetAsync(page)).StatusCode.Should().Be(HttpStatusCode.OK, page);
    }

    [Theory]
    [InlineData(ScriptedAccounts.Owner), InlineData(ScriptedAccounts.Manager)]
    public async Task Those_who_manage_a_guild_find_and_see_its_settings(string person)
    {
        using var visitor = await site.SignedInAsync(person);
        foreach (var page in ManagerPages())
            (await visitor.GetAsync(page)).StatusCode.Should().Be(HttpStatusCode.OK, page);
        (await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}")).Should().Contain($"/g/{ScriptedSite.GuildId}/setup");
    }

    [Fact]
    public async Task Settings_do_not_exist_for_members()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);
        foreach (var page in ManagerPages())
        {
            var refused = await member.GetAsync(page);
            var missing = await member.GetAsync($"/g/{ScriptedSite.GuildId}/nowhere");

            refused.StatusCode.Should().Be(HttpStatusCode.NotFound, page);
            Heading(await refused.Content.ReadAsStringAsync()).Should().Be(Heading(await missing.Content.ReadAsStringAsync()));
        }
        (await member.GetStringAsync($"/g/{ScriptedSite.GuildId}")).Should().NotContain("/settings").And.NotContain("/setup");
    }

    [Theory]
    [InlineData(4, ScriptedAccounts.Stranger), InlineData(3, ScriptedAccounts.Member), InlineData(9, "")]
    public async Task A_circuit_of_somebody_who_does_not_manage_the_guild_changes_and_reads_nothing_of_its_settings(long userId, string person)
    {
        var (reader, editor) = (Reader(userId, person), Editor(userId, person));
        var rules = new XpRuleSettings(
            new LevelCurve(LevelCurveKind.Mee6), new MessageXp(1, 2, 60, false, 0, false, false), new VoiceXp(0, true, true, true, true, true), new XpWhere(false, [], false, []), [], []);

        (await reader.GetVersionedRulesAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetRankAsync(ScriptedSite.GuildId, 3)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetScopeChoicesAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.PreviewRulesAsync(ScriptedSite.GuildId, rules)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetAuditAsync(ScriptedSite.GuildId, new(null, 1))).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.SaveRulesAsync(ScriptedSite.GuildId, rules, 0)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.ChangeXpAsync(ScriptedSite.GuildId, new(3, XpChangeKind.Give, 5, "key"))).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.ResetEverybodyAsync(ScriptedSite.GuildId, "key")).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.UndoAsync(ScriptedSite.GuildId, 1, "key")).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetClockAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetAccessAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.SaveAccessAsync(ScriptedSite.GuildId, new(false, false))).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.ChooseTimeZoneAsync(ScriptedSite.GuildId, "UTC")).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.AddNoteAsync(ScriptedSite.GuildId, new(2026, 11, 1), "note", "key")).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.DeleteNoteAsync(ScriptedSite.GuildId, 1)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetDigestSettingsAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetDigestChoicesAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetDigestProvidersAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await editor.SaveDigestSettingsAsync(ScriptedSite.GuildId, DigestSettings.Usual, 0)).Outage.Should().Be(GuildOutage.NotAllowed);
    }

    [Theory]
    [InlineData(1, ScriptedAccounts.Owner), InlineData(2, ScriptedAccounts.Manager)]
    public async Task A_circuit_of_somebody_who_manages_the_guild_is_let_through(long userId, string person)
    {
        (await Reader(userId, person).GetVersionedRulesAsync(ScriptedSite.GuildId)).Succeeded.Should().BeTrue();
        (await Editor(userId, person).ChangeXpAsync(ScriptedSite.GuildId, new(3, XpChangeKind.Give, 5, "key"))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_guild_does_not_exist_for_those_who_are_not_in_it()
    {
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        foreach (var page in GuildPages().Concat(ManagerPages()))
        {
            var refused = await stranger.GetAsync(page);
            var missing = await stranger.GetAsync(page.Replace($"{ScriptedSite.GuildId}", "5", StringComparison.Ordinal));

            refused.StatusCode.Should().Be(HttpStatusCode.NotFound);
            missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
            Heading(await refused.Content.ReadAsStringAsync()).Should().Be(Heading(await missing.Content.ReadAsStringAsync()));
            (await refused.Content.ReadAsStringAsync()).Should().NotContain($"Guild {ScriptedSite.GuildId}");
        }
    }

    [Fact]
    public async Task A_sign_in_that_Discord_no_longer_takes_has_to_be_renewed()
    {
        var revoked = new ScriptedAccounts();
        revoked.Revoked[ScriptedAccounts.Member] = true;
        var servers = new ServersOfUser(revoked, TimeProvider.System);
        servers.Remember(3, ScriptedAccounts.Member);

        var standing = await new GuildAccess(servers, Rules).GetStandingAsync(User(3), ScriptedSite.GuildId);

        standing.Should().Be(GuildStanding.SignedOut);
    }

    [Fact]
    public async Task Discord_is_asked_once_for_many_questions()
    {
        var accounts = new ScriptedAccounts();
        var servers = new ServersOfUser(accounts, TimeProvider.System);
        servers.Remember(2, ScriptedAccounts.Manager);
        var access = new GuildAccess(servers, Rules);

        for (var i = 0; i < 5; i++)
            (await access.GetStandingAsync(User(2), ScriptedSite.GuildId)).Should().Be(GuildStanding.Manager);

        accounts.ServerQuestions.Should().Be(1);
    }

    [Fact]
    public async Task A_circuit_reads_nothing_of_a_guild_that_its_reader_is_not_in()
    {
        var reader = Reader(4, ScriptedAccounts.Stranger);

        (await reader.GetProfileAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetLiveAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetActivityAsync(ScriptedSite.GuildId, new(2026, 1, 1), new(2026, 1, 7))).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetNotesAsync(ScriptedSite.GuildId, new(2026, 1, 1), new(2026, 12, 31))).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetLeaderboardAsync(ScriptedSite.GuildId, LeaderboardBoard.Xp, 0, 1)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetRetentionAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetLifecycleAsync(ScriptedSite.GuildId)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetDigestsAsync(ScriptedSite.GuildId, null, 1)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.GetDigestAsync(ScriptedSite.GuildId, DigestSpan.Week, ScriptedDigests.Week)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await Editor(4, ScriptedAccounts.Stranger).RateDigestAsync(ScriptedSite.GuildId, 100, true)).Outage.Should().Be(GuildOutage.NotAllowed);
        (await reader.WatchAsync(ScriptedSite.GuildId, _ => { })).Should().BeNull();
    }

    [Theory]
    [InlineData(1, ScriptedAccounts.Owner, true), InlineData(2, ScriptedAccounts.Manager, true), InlineData(3, ScriptedAccounts.Member, false)]
    public async Task Digests_are_asked_for_as_who_is_signed_in(long userId, string person, bool isManager)
    {
        ScriptedDigests.Viewers.Clear();

        (await Reader(userId, person).GetDigestsAsync(ScriptedSite.GuildId, null, 1)).Succeeded.Should().BeTrue();
        ScriptedDigests.Viewers.Should().ContainKey((ScriptedSite.GuildId, userId)).WhoseValue.Should().Be(new Viewer(userId, isManager));
        ScriptedDigests.Viewers.Clear();
        (await Editor(userId, person).RateDigestAsync(ScriptedSite.GuildId, 97, true)).Value.Should().BeTrue();
        ScriptedDigests.Viewers.Should().ContainKey((ScriptedSite.GuildId, userId)).WhoseValue.Should().Be(new Viewer(userId, isManager));
    }

    [Fact]
    public async Task Live_numbers_reach_whoever_watches()
    {
        var told = new TaskCompletionSource<LiveNumbers>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = Reader(3, ScriptedAccounts.Member);

        using var watch = await reader.WatchAsync(ScriptedSite.GuildId, numbers =>
        {
            if (numbers?.MessagesToday == 42)
                told.TrySetResult(numbers);
        });

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).InVoice.Should().Be(ScriptedGuild.Live.InVoice);
    }

    [Fact]
    public async Task One_silent_report_leaves_the_rest_of_the_page_standing()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Stranger);

        var page = await visitor.GetAsync($"/g/{ScriptedSite.OtherGuildId}");
        var text = await page.Content.ReadAsStringAsync();

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        text.Should().Contain("These figures did not load.").And.Contain("Try again").And.Contain("Top members");
    }

    private static string[] GuildPages() => [$"/g/{ScriptedSite.GuildId}", $"/g/{ScriptedSite.GuildId}/activity", $"/g/{ScriptedSite.GuildId}/voice", $"/g/{ScriptedSite.GuildId}/growth", $"/g/{ScriptedSite.GuildId}/retention", $"/g/{ScriptedSite.GuildId}/leaderboard", $"/g/{ScriptedSite.GuildId}/members/5", $"/g/{ScriptedSite.GuildId}/digests", $"/g/{ScriptedSite.GuildId}/digests/week/2026-11-16"];

    private static string[] ManagerPages() =>
    [
        $"/g/{ScriptedSite.GuildId}/setup", $"/g/{ScriptedSite.GuildId}/settings/xp", $"/g/{ScriptedSite.GuildId}/settings/channels", $"/g/{ScriptedSite.GuildId}/settings/rewards",
        $"/g/{ScriptedSite.GuildId}/settings/announcements", $"/g/{ScriptedSite.GuildId}/settings/digest", $"/g/{ScriptedSite.GuildId}/settings/clock", $"/g/{ScriptedSite.GuildId}/settings/notes", $"/g/{ScriptedSite.GuildId}/settings/privacy",
        $"/g/{ScriptedSite.GuildId}/settings/members", $"/g/{ScriptedSite.GuildId}/billing", $"/g/{ScriptedSite.GuildId}/audit", $"/g/{ScriptedSite.GuildId}/audit/1",
    ];

    private static bool IsPage(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET")
            ? !IsFileOrFramework(route)
            : false;

    private static bool IsFileOrFramework(RouteEndpoint route)
    {
        var pattern = route.RoutePattern.RawText!;
        return pattern.Contains("_framework", StringComparison.Ordinal) || pattern.Contains("_blazor", StringComparison.Ordinal)
            || pattern.Contains('.', StringComparison.Ordinal) || pattern.Contains("**", StringComparison.Ordinal) || pattern.Contains("{*", StringComparison.Ordinal);
    }

    private static string Address(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/')
        .Replace("{GuildId:long}", $"{ScriptedSite.GuildId}", StringComparison.Ordinal)
        .Replace("{UserId:long}", "5", StringComparison.Ordinal)
        .Replace("{EntryId:long}", "1", StringComparison.Ordinal)
        .Replace("{Span}/{Day}", "week/2026-11-16", StringComparison.Ordinal)
        .Replace("{Code:int}", "1", StringComparison.Ordinal);

    private static string Heading(string page) => page[page.IndexOf("<h1>", StringComparison.Ordinal)..page.IndexOf("</h1>", StringComparison.Ordinal)];

    private static ClaimsPrincipal User(long id) => UserClaims.Principal(new(id, "somebody", null), "test");

    private AccessRules Rules => site.Services.GetRequiredService<AccessRules>();

    private GuildReader Reader(long userId, string person)
    {
        var servers = new ServersOfUser(site.Accounts, TimeProvider.System);
        if (person.Length > 0)
            servers.Remember(userId, person);
        return new(
            site.Services.GetRequiredService<IClusterClient>(), new GuildAccess(servers, Rules),
            site.Services.GetRequiredService<LiveGuilds>(), new GuildCalls(NullLogger<GuildCalls>.Instance), new FixedAuthentication(User(userId)));
    }

    private GuildEditor Editor(long userId, string person)
    {
        var servers = new ServersOfUser(site.Accounts, TimeProvider.System);
        if (person.Length > 0)
            servers.Remember(userId, person);
        return new(
            site.Services.GetRequiredService<IClusterClient>(), new GuildAccess(servers, Rules), Rules, new GuildCalls(NullLogger<GuildCalls>.Instance), new FixedAuthentication(User(userId)));
    }

    private sealed class FixedAuthentication(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
