using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Tests.Rewards;

public sealed class RewardCheckTests
{
    private const long Everyone = 1;
    private static readonly Dictionary<long, Role> Roles = new Role[]
    {
        new(Everyone, "@everyone", 0, RolePermissions.ViewChannel, false, 0), new(10, "Regular", 1, 0, false, 0x123456), new(11, "Moderator", 2, RolePermissions.KickMembers | RolePermissions.SendMessages, false, 0),
        new(12, "Booster", 3, 0, true, 0), new(13, "Bot", 5, RolePermissions.ManageRoles, true, 0), new(14, "Above", 6, 0, false, 0), new(15, "Gone", 1, 0, false, 0, IsDeleted: true),
        new(16, "Beside, younger", 5, 0, false, 0), new(12_000, "Admin", 1, RolePermissions.Administrator, false, 0),
    }.ToDictionary(r => r.Id);

    private static readonly GuildRoles Known = new(1, Roles, new GuildBot(99, [13]));
    private static readonly Dictionary<long, Channel> Channels = new Channel[] { new(500, 0, "general", null, false), new(501, 4, "category", null, false), new(502, 0, "gone", null, true) }.ToDictionary(c => c.Id);

    [Theory]
    [InlineData(10, null), InlineData(11, RoleFault.Dangerous), InlineData(12, RoleFault.Managed), InlineData(13, RoleFault.Managed), InlineData(14, RoleFault.TooHigh)]
    [InlineData(15, RoleFault.Unknown), InlineData(4_711, RoleFault.Unknown), InlineData(Everyone, RoleFault.Everyone), InlineData(16, null), InlineData(12_000, RoleFault.Dangerous)]
    public void A_role_is_given_only_when_the_bot_can_and_nobody_gets_power_by_it(long id, RoleFault? fault) => Known.Refuse(id)?.Fault.Should().Be(fault);

    [Fact]
    public void Every_role_that_cannot_be_given_is_refused_with_its_own_reason()
    {
        var rewards = new LevelRewards([new(1, 10, "a"), new(2, 11, "b"), new(3, 14, "c"), new(0, 12, "d"), new(5, 10, "again")], LevelMessage.Off);
        RewardCheck.OfRoles(rewards, Known).Should().BeEquivalentTo(
        [
            new RewardProblem(RewardFault.RoleTwice, 10, 1), new RewardProblem(RewardFault.RoleTwice, 10, 5),
            new RewardProblem(RewardFault.Role, 11, 2, new RoleRefusal(11, RoleFault.Dangerous, RolePermissions.KickMembers)),
            new RewardProblem(RewardFault.Role, 14, 3, new RoleRefusal(14, RoleFault.TooHigh)),
            new RewardProblem(RewardFault.LevelOutOfBounds, 12, 0), new RewardProblem(RewardFault.Role, 12, 0, new RoleRefusal(12, RoleFault.Managed)),
        ]);
    }

    [Fact]
    public void Ten_thousand_rewards_are_one_answer() =>
        RewardCheck.OfRoles(new LevelRewards([.. Enumerable.Range(1, 10_000).Select(i => new LevelRole(i, i, "x"))], LevelMessage.Off), Known)
            .Should().Equal(new RewardProblem(RewardFault.TooManyRewards, Number: 10_000));

    [Fact]
    public void While_the_bots_own_place_is_not_known_only_Discord_judges_it() => new GuildRoles(1, Roles, GuildBot.Unknown).Refuse(14).Should().BeNull();

    [Fact]
    public void Messages_that_cannot_be_sent_are_refused()
    {
        var inChannel = LevelMessage.Off with { Place = AnnouncementPlace.Channel };
        (LevelMessage Message, RewardProblem? Problem)[] cases =
        [
            (inChannel with { ChannelId = 500, Template = "{name} {level}" }, null), (inChannel, new(RewardFault.ChannelMissing)), (inChannel with { ChannelId = 501 }, new(RewardFault.ChannelNotForText)),
            (inChannel with { ChannelId = 502 }, new(RewardFault.ChannelUnknown)), (LevelMessage.Off with { Place = (AnnouncementPlace)9 }, new(RewardFault.PlaceUnknown)),
            (LevelMessage.Off with { Template = "{rank}" }, new(RewardFault.UnknownPlaceholder, Word: "rank")), (LevelMessage.Off with { Template = " \n" }, new(RewardFault.TemplateBlank)),
            (LevelMessage.Off with { Template = new string('x', 1_501) }, new(RewardFault.TemplateTooLong, Number: 1_501)),
            (LevelMessage.Off with { Filter = new LevelFilter(false, 0, 1) }, new(RewardFault.FilterOutOfBounds)), (LevelMessage.Off with { Filter = new LevelFilter(false, 1, 10_001) }, new(RewardFault.FilterOutOfBounds)),
        ];
        foreach (var (message, problem) in cases) RewardCheck.OfMessage(message, Channels).Should().Equal(problem is null ? [] : [problem], message.ToString());
    }
}
