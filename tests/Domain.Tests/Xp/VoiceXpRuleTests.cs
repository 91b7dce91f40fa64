using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class VoiceXpRuleTests
{
    private static readonly VoiceXpRule Strict = new(5, VoiceChecks.All);

    [Theory]
    [InlineData(VoiceState.None, true, false, VoiceChecks.None)]
    [InlineData(VoiceState.None, false, false, VoiceChecks.Alone)]
    [InlineData(VoiceState.SelfMuted, true, false, VoiceChecks.SelfMuted)]
    [InlineData(VoiceState.SelfDeafened, true, false, VoiceChecks.SelfDeafened)]
    [InlineData(VoiceState.ServerMuted, true, false, VoiceChecks.ServerMuted)]
    [InlineData(VoiceState.ServerDeafened, true, false, VoiceChecks.ServerMuted)]
    [InlineData(VoiceState.Suppressed, true, false, VoiceChecks.ServerMuted)]
    [InlineData(VoiceState.None, true, true, VoiceChecks.AfkChannel)]
    public void Each_check_forbids_what_it_is_there_for_and_nothing_when_it_is_off(VoiceState state, bool isHeard, bool isAfk, VoiceChecks found)
    {
        Strict.Forbids(state, isHeard, isAfk).Should().Be(found != VoiceChecks.None);
        (Strict with { Checks = found }).Forbids(state, isHeard, isAfk).Should().Be(found != VoiceChecks.None);
        (Strict with { Checks = VoiceChecks.All & ~found }).Forbids(state, isHeard, isAfk).Should().BeFalse("only that check is about it");
    }

    [Fact]
    public void Whoever_breaks_several_rules_is_forbidden_by_any_of_them() =>
        (Strict with { Checks = VoiceChecks.SelfDeafened }).Forbids(VoiceState.SelfMuted | VoiceState.SelfDeafened, isHeard: false, isAfkChannel: false).Should().BeTrue();

    [Fact]
    public void A_minute_earns_what_the_rule_says_in_any_number_of_pieces()
    {
        Strict.UnitsFor(60_000, 100).Should().Be(5 * VoiceXpRule.UnitsPerXp);
        Strict.UnitsFor(60_000, 50).Should().Be(5 * VoiceXpRule.UnitsPerXp / 2);
        Enumerable.Repeat(Strict.UnitsFor(1, 100), 60_000).Sum().Should().Be(Strict.UnitsFor(60_000, 100));
        Strict.UnitsFor(60_000, 0).Should().Be(0);
    }

    [Fact]
    public void Voice_earns_nothing_until_a_guild_says_how_much()
    {
        VoiceXpRule.Off.IsOff.Should().BeTrue();
        Strict.IsOff.Should().BeFalse();
    }

    [Fact]
    public void Rules_at_the_edge_of_what_is_meant_are_taken()
    {
        VoiceXpRule.Off.Refusals().Should().BeEmpty();
        new VoiceXpRule(VoiceXpRule.MostPerMinute, VoiceChecks.None).Refusals().Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1, VoiceChecks.All, XpRuleFault.VoiceXp)]
    [InlineData(1_001, VoiceChecks.All, XpRuleFault.VoiceXp)]
    [InlineData(1, (VoiceChecks)32, XpRuleFault.Unknown)]
    [InlineData(1, VoiceChecks.All | (VoiceChecks)64, XpRuleFault.Unknown)]
    public void Rules_that_nobody_means_are_refused_with_what_is_wrong(int perMinute, VoiceChecks checks, XpRuleFault fault) =>
        new VoiceXpRule(perMinute, checks).Refusals().Should().Equal(new XpRuleRefusal(fault));
}
