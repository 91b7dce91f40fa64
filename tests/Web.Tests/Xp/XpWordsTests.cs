using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;

namespace CommunityIntel.Web.Tests.Xp;

public sealed class XpWordsTests
{
    private static readonly XpRuleSettings Rules = new(
        new LevelCurve(LevelCurveKind.Mee6), new MessageXp(15, 25, 60, false, 0, false, false), new VoiceXp(0, true, true, true, true, true),
        new XpWhere(false, [], false, []), [], []);

    [Fact]
    public void Level_five_of_MEE6_takes_58_messages_and_57_minutes() =>
        XpEffect.OfMessages(Rules.Message, CurveChoice.Of(Rules.Curve).TotalFor(5)).Should().Be(new XpEffect(58, TimeSpan.FromMinutes(57)));

    [Fact]
    public void Messages_that_earn_nothing_have_no_effect() =>
        XpEffect.OfMessages(Rules.Message with { Minimum = 0, Maximum = 0 }, 1150).Should().BeNull();

    [Fact]
    public void Every_preset_becomes_numbers_of_ones_own_that_are_near_it()
    {
        foreach (var kind in CurveChoice.Kinds.Where(kind => kind != LevelCurveKind.Custom))
        {
            var (preset, custom) = (CurveChoice.Of(new(kind)), CurveChoice.Of(CurveChoice.AsCustom(new(kind))));
            custom.TotalFor(50).Should().BeInRange((long)(preset.TotalFor(50)!.Value * .99), (long)(preset.TotalFor(50)!.Value * 1.01), kind.ToString());
        }
    }

    [Fact]
    public void A_curve_that_does_not_rise_names_the_level() =>
        CurveChoice.Of(new(LevelCurveKind.Custom, 0, -100, 1_000, 0)).Refusal!.Number.Should().Be(6);

    [Fact]
    public void A_role_in_a_channel_during_an_event_counts_by_the_stacking_rule()
    {
        var rules = Rules with { Factors = [new(true, 71, 150), new(false, 50, 200), new(false, 9, 0)] };

        XpAtPlace.Percent(rules, new(7, 50, 0), [71], 200).Should().Be(600);
        XpAtPlace.Percent(rules, new(9, 50, 0), [71], 200).Should().Be(0);
        XpAtPlace.Percent(rules with { Where = new(true, [8], false, []) }, new(7, 50, 0), [71], 200).Should().Be(0);
    }

    [Fact]
    public void Every_setting_is_a_field_of_its_own_and_what_changed_is_told_with_names()
    {
        using var _ = new InCulture("en-US");
        var words = new XpRulesText(Untranslated.Texts, new GuildNames(new Dictionary<long, string> { [7] = "general" }, new Dictionary<long, string>()));
        var other = Rules with { Where = new(false, [7], false, []), Times = [new("Same", new(2026, 11, 28), new(9, 0), 60, true, 200), new("Same", new(2026, 12, 5), new(9, 0), 60, false, 200)] };

        FieldChange.Between(words.Describe(Rules), words.Describe(other)).Select(change => change.Key).Should().Equal("channel:7", "time:Same:0", "time:Same:1");
        FieldChange.Between(words.Describe(Rules), words.Describe(other))[0].Label.Should().Be("#general");
    }
}
