using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpForecastTests
{
    private const long Quiet = 501, Role = 11;

    private static readonly long[] People = [1, 2, 3];

    [Fact]
    public void A_preview_equals_what_a_guild_gives_for_the_same_messages() => Prop.ForAll(
        (from rules in Rules from said in Said.ListOf(60) select (rules, said.ToList())).ToArbitrary(), p =>
        {
            var messages = p.Item2.Select((s, i) => new PersonsMessage(Some.MessageAt(Some.Noon + s.AtMs, i), s.Channel, s.Author)).DistinctBy(m => m.MessageId).OrderBy(m => m.MessageId).ToList();
            var guild = Some.Guild(null, People);
            guild.ChangeRules(p.rules, Some.Noon);
            foreach (var m in messages)
                guild.MessageCreated(m.MessageId, m.ChannelId, m.AuthorId, false, true, "name", null, Snowflake.UnixMsOf(m.MessageId), RolesOf(m.AuthorId));
            var earned = XpForecast.Earned(p.rules, messages, RolesOf, guild.PlaceOf, new UtcCalendar());
            return guild.Members.All(m => m.Xp == earned.GetValueOrDefault(m.UserId));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Levels_and_roles_shift_as_another_curve_says()
    {
        var rewards = new LevelRewards([new LevelRole(1, 71, "Regular"), new LevelRole(2, 72, "Veteran")], LevelMessage.Off);
        // 100 XP: MEE6's level 1, LevelUp's 1. 255: MEE6's 2, LevelUp's 1. 90: none; 420: MEE6's 2, LevelUp's 2.
        var shift = XpForecast.Shift([(100, 100), (255, 255), (90, 90), (420, 420)], XpCurve.Mee6, XpCurve.Of(XpCurvePreset.LevelUp), rewards);
        shift.Should().BeEquivalentTo(new LevelShift(0, 1, [new RoleShift(rewards.Roles[1], 0, 1)]));
        XpForecast.Shift([(0, 300)], XpCurve.Mee6, XpCurve.Mee6, rewards).Should().BeEquivalentTo(
            new LevelShift(1, 0, [new RoleShift(rewards.Roles[0], 1, 0), new RoleShift(rewards.Roles[1], 1, 0)]));
        XpForecast.Shift([], XpCurve.Mee6, XpCurve.Mee6, rewards).Should().BeEquivalentTo(LevelShift.None);
    }

    private static IReadOnlyList<long> RolesOf(long author) => author == 2 ? [Role] : [];

    private static Gen<(long AtMs, long Channel, long Author)> Said =>
        from at in Gen.Choose(0, 3 * 3_600_000) from quiet in Gen.Elements(Some.Channel, Quiet) from author in Gen.Elements(People) select ((long)at, quiet, author);

    private static Gen<XpRules> Rules =>
        from minimum in Gen.Choose(0, 20) from more in Gen.Choose(0, 20) from cooldown in Gen.Choose(0, 600_000) from pace in Gen.Elements(XpPace.Cooldown, XpPace.ActiveBlock)
        from role in Gen.Choose(0, 1_000) from place in Gen.Choose(0, 300) from start in Gen.Choose(0, 1_439) from minutes in Gen.Choose(1, 300)
        select new XpRules
        {
            Message = new MessageXpRule(minimum, minimum + more, cooldown) { Pace = pace },
            Multipliers = [new XpMultiplier(XpTarget.Role, Role, role), new XpMultiplier(XpTarget.Channel, Quiet, place)],
            Events = [new XpEvent("x", new DateOnly(2026, 3, 2), start, minutes, false, 250)],
        };
}
