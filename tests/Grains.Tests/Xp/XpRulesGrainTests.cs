using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Xp;

public sealed class XpRulesGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly XpRuleSettings Own = new(
        new LevelCurve(LevelCurveKind.Custom, 100, 5_000, 10_000, 0), new MessageXp(1, 2, 30, true, 5, true, true), new VoiceXp(6, true, true, true, false, true),
        new XpWhere(false, [501], true, [7, 8]), [new XpFactor(true, 7, 200), new XpFactor(false, 500, 0)],
        [new XpTime("Weekend", new DateOnly(2026, 3, 6), new TimeOnly(18, 0), 2_880, true, 200)]);

    [Fact]
    public async Task Rules_are_the_defaults_at_first_and_ones_own_survive_the_activation()
    {
        var guild = silo.Guild(Some.GuildId());
        (await guild.GetXpRulesAsync()).Message.Should().Be(new MessageXp(15, 25, 60, false, 0, false, false));
        await guild.ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        var xp = silo.Grains.GetGrain<IGuildXpGrain>(guild.GetPrimaryKeyLong());
        (await xp.SaveRulesAsync(Own, 0, Some.Manager)).Should().Be(new SettingsSaved(1));
        await silo.DeactivateAsync(0);
        (await guild.GetXpRulesAsync()).Should().BeEquivalentTo(Own);

        var falling = Own with { Curve = new LevelCurve(LevelCurveKind.Custom, 100, -4_500, 60_000, 0) };
        (await xp.SaveRulesAsync(falling, 1, Some.Manager)).Should().BeEquivalentTo(new XpRulesRefused([new XpRuleRefusal(XpRuleFault.CurveNotIncreasing, 11)]));
        (await guild.GetXpRulesAsync()).Should().BeEquivalentTo(Own);
    }

    [Fact]
    public async Task Time_in_voice_is_paid_once_though_the_activation_changes_meanwhile()
    {
        var guild = silo.Guild(Some.GuildId());
        var everywhere = Own with { Curve = new LevelCurve(LevelCurveKind.Mee6), Where = new XpWhere(false, [], false, []), Factors = [], Times = [] };
        await guild.ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await silo.Grains.GetGrain<IGuildXpGrain>(guild.GetPrimaryKeyLong()).SaveRulesAsync(everywhere, 0, Some.Manager);
        await guild.ApplyAsync(Some.Batch("s", Some.Voice(2, 7, 600, Some.Morning), Some.Voice(3, 8, 600, Some.Morning), Some.Voice(4, 9, 600, Some.Morning.AddMinutes(5))));
        await silo.DeactivateAsync(0);
        var last = Some.Batch("s", Some.Voice(5, 8, null, Some.Morning.AddMinutes(10)), Some.Voice(6, 9, null, Some.Morning.AddMinutes(20)));
        await guild.ApplyAsync(last);
        await silo.DeactivateAsync(0);
        await guild.ApplyAsync(last);

        (await guild.GetRankAsync(7))!.Entry.Xp.Should().Be(120);
        (await guild.GetRankAsync(8))!.Entry.Xp.Should().Be(60);
        (await guild.GetRankAsync(9))!.Should().BeEquivalentTo(new { Total = 3, Entry = new { Rank = 2, Xp = 90L } });
        (await guild.GetRankAsync(10)).Should().BeNull();
    }
}
