using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Health;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Health;

public sealed class GuildHealthTests
{
    private const long Text = 500, Voice = 501, Afk = 502, Gone = 503, Category = 504, Regular = 10, High = 14;
    private static readonly LevelMessage InText = LevelMessage.Off with { Place = AnnouncementPlace.Channel, ChannelId = Text };

    private static readonly Dictionary<long, Channel> Channels = new Channel[]
    {
        new(Category, 4, "category", null, false), new(Text, 0, "general", Category, false), new(Voice, 2, "voice", Category, false), new(Afk, 2, "afk", null, false), new(Gone, 0, "gone", null, true),
    }.ToDictionary(c => c.Id);

    private static readonly GuildHealth Well = new(
        1, true, Afk, XpRules.Default, new LevelRewards([new(1, Regular, "Regular")], InText), RolesWith(RolePermissions.ManageRoles | RolePermissions.ViewChannel | RolePermissions.SendMessages), Channels, 0);

    [Fact]
    public void Where_all_is_well_only_what_cannot_be_known_is_told()
    {
        Issues(Well).Should().Equal(HealthIssue.ChannelPermissionsNotKnown);
        Issues(Well with { Roles = RolesWith(RolePermissions.Administrator) }).Should().BeEmpty();
        Issues(Well with { BotIsPresent = false }).Should().Equal(HealthIssue.BotIsGone);
    }

    [Fact]
    public void What_keeps_rewards_and_messages_from_working_is_told()
    {
        Issues(Well with { Roles = RolesWith(RolePermissions.ViewChannel) }).Should().Equal(HealthIssue.MissingManageRoles, HealthIssue.MissingSendMessages);
        Issues(Well with { Roles = RolesWith(RolePermissions.ManageRoles) }).Should().Contain([HealthIssue.MissingViewChannel, HealthIssue.MissingSendMessages]);
        Issues(Well with { Rewards = Well.Rewards with { Roles = [new(1, High, "High"), new(2, 77, "Gone"), new(20_000, Regular, "Never")] } })
            .Should().StartWith([HealthIssue.RewardRoleTooHigh, HealthIssue.RewardRoleGone, HealthIssue.RewardBeyondHighestLevel]);
        Issues(Well with { Rewards = new([], InText with { ChannelId = Gone }) }).Should().Equal(HealthIssue.AnnouncementChannelGone);
        Issues(Well with { Rewards = new([], InText with { Filter = new LevelFilter(true, 1, 1) }) }).Should().Contain(HealthIssue.NothingAnnounced);
        Well.With(givenUp: 3).Findings()[0].Should().Be(new HealthFinding(HealthIssue.ActionsGivenUp, HealthGrade.Broken, Number: 3));
    }

    [Fact]
    public void Lists_that_leave_nobody_to_earn_are_told()
    {
        static XpScope Only(params long[] channels) => new(XpListMode.Only, channels.ToHashSet(), XpListMode.AllBut, new HashSet<long>());
        Rules(r => r with { Scope = Only() }).Should().Contain(HealthIssue.NoChannelEarns);
        Rules(r => r with { Scope = Only(Gone) }).Should().Contain([HealthIssue.NoChannelEarns, HealthIssue.ListedChannelGone]);
        Rules(r => r with { Scope = Only(Text), Multipliers = [new(XpTarget.Channel, Category, 0)] }).Should().Contain(HealthIssue.EverythingTimesZero);
        Rules(r => r with { Scope = Only(Category) }).Should().NotContain(HealthIssue.NoChannelEarns);
        Rules(r => r with { Scope = XpScope.Everywhere with { ChannelIds = Channels.Keys.ToHashSet() } }).Should().Contain(HealthIssue.NoChannelEarns);
        Rules(r => r with { Scope = XpScope.Everywhere with { RoleMode = XpListMode.Only } }).Should().Contain(HealthIssue.NoRoleEarns);
        Rules(r => r with { Scope = XpScope.Everywhere with { RoleMode = XpListMode.Only, RoleIds = new HashSet<long> { Regular } }, Multipliers = [new(XpTarget.Role, Regular, 0)] })
            .Should().Contain(HealthIssue.EverythingTimesZero);
        Rules(r => r with { Message = new MessageXpRule(0, 0, 60_000) }).Should().Contain(HealthIssue.NothingEarns);
    }

    [Fact]
    public void Time_in_voice_that_can_be_earned_nowhere_is_told()
    {
        var voice = new VoiceXpRule(5, VoiceChecks.All);
        var without = XpScope.Everywhere with { ChannelIds = new HashSet<long> { Voice } };
        Rules(r => r with { Voice = voice }).Should().NotContain(HealthIssue.NoVoiceChannelEarns);
        Rules(r => r with { Voice = voice, Scope = without }).Should().Contain(HealthIssue.NoVoiceChannelEarns);
        Rules(r => r with { Voice = voice with { Checks = VoiceChecks.None }, Scope = without }).Should().NotContain(HealthIssue.NoVoiceChannelEarns, "the AFK channel counts too");
    }

    [Fact]
    public void Multipliers_for_what_is_gone_or_earns_nothing_are_told()
    {
        XpMultiplier[] multipliers = [new(XpTarget.Channel, Gone, 200), new(XpTarget.Role, 77, 200), new(XpTarget.Channel, Text, 200), new(XpTarget.Role, 1, 200), new(XpTarget.Role, Regular, 0)];
        var found = Well.With(Well.Rules with { Multipliers = multipliers, Scope = XpScope.Everywhere with { ChannelIds = new HashSet<long> { Text } } }).Findings();
        found.Where(f => f.Issue is HealthIssue.MultiplierChannelGone or HealthIssue.MultiplierRoleGone or HealthIssue.MultiplierWithoutEffect).Select(f => (f.Issue, f.ChannelId, f.RoleId))
            .Should().Equal((HealthIssue.MultiplierChannelGone, Gone, 0), (HealthIssue.MultiplierRoleGone, 0, 77), (HealthIssue.MultiplierWithoutEffect, Text, 0), (HealthIssue.MultiplierWithoutEffect, 0, 1));
    }

    private static IEnumerable<HealthIssue> Rules(Func<XpRules, XpRules> change) => Issues(Well.With(change(Well.Rules)));

    private static IEnumerable<HealthIssue> Issues(GuildHealth health) => health.Findings().Select(f => f.Issue);

    private static GuildRoles RolesWith(RolePermissions ofBot) => new(1, new Role[]
    {
        new(1, "@everyone", 0, 0, false, 0), new(Regular, "Regular", 1, 0, false, 0), new(13, "Bot", 5, ofBot, true, 0), new(High, "High", 6, 0, false, 0),
    }.ToDictionary(r => r.Id), new GuildBot(99, [13]));
}

file static class Healthy
{
    public static GuildHealth With(this GuildHealth health, XpRules rules) => health with { Rules = rules };

    public static GuildHealth With(this GuildHealth health, long givenUp) => health with { GivenUp = givenUp };
}
