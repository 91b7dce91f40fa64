using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
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
        await RunningSilo.DeactivateAsync(guild);
        (await guild.GetXpRulesAsync()).Should().BeEquivalentTo(Own);

        var falling = Own with { Curve = new LevelCurve(LevelCurveKind.Custom, 100, -4_500, 60_000, 0) };
        (await xp.SaveRulesAsync(falling, 1, Some.Manager)).Should().BeEquivalentTo(new XpRulesRefused([new XpRuleRefusal(XpRuleFault.CurveNotIncreasing, 11)]));
        (await guild.GetXpRulesAsync()).Should().BeEquivalentTo(Own);
    }

    [Fact]
    public async Task What_rules_can_name_is_what_there_is_and_what_they_name_already()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await silo.Grains.GetGrain<IGuildXpGrain>(id).SaveRulesAsync(Own with { Where = new XpWhere(false, [501], false, [902]) }, 0, Some.Manager);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", new ChannelDeleted(2, 501, Some.Morning), new ChannelDeleted(3, 600, Some.Morning), new RoleDeleted(4, 902), new RoleDeleted(5, 901)));
        await silo.DeactivateAsync(id);

        var choices = await silo.Grains.GetGrain<IGuildScopeGrain>(id).GetScopeChoicesAsync();
        choices.Channels.Select(c => (c.Id, c.Name, c.IsDeleted)).Should().BeEquivalentTo([(500L, "general", false), (501, "random", true)]);
        choices.Roles.Select(r => (r.Id, r.IsDeleted)).Should().BeEquivalentTo([(902L, true), (903, false), (904, false), (920, false), (930, false), (Some.BotRole, false)]);
    }

    [Fact]
    public async Task Time_in_voice_is_paid_once_though_the_activation_changes_meanwhile()
    {
        var guild = silo.Guild(Some.GuildId());
        var everywhere = Own with { Curve = new LevelCurve(LevelCurveKind.Mee6), Where = new XpWhere(false, [], false, []), Factors = [], Times = [] };
        await guild.ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await silo.Grains.GetGrain<IGuildXpGrain>(guild.GetPrimaryKeyLong()).SaveRulesAsync(everywhere, 0, Some.Manager);
        await guild.ApplyAsync(Some.Batch("s", Some.Voice(2, 7, 600, Some.Morning), Some.Voice(3, 8, 600, Some.Morning), Some.Voice(4, 9, 600, Some.Morning.AddMinutes(5))));
        await RunningSilo.DeactivateAsync(guild);
        var last = Some.Batch("s", Some.Voice(5, 8, null, Some.Morning.AddMinutes(10)), Some.Voice(6, 9, null, Some.Morning.AddMinutes(20)));
        await guild.ApplyAsync(last);
        await RunningSilo.DeactivateAsync(guild);
        await guild.ApplyAsync(last);

        (await guild.GetRankAsync(7))!.Entry.Xp.Should().Be(120);
        (await guild.GetRankAsync(8))!.Entry.Xp.Should().Be(60);
        (await guild.GetRankAsync(9))!.Should().BeEquivalentTo(new { Total = 3, Entry = new { Rank = 2, Xp = 90L } });
        (await guild.GetRankAsync(10)).Should().BeNull();
    }

    [Fact]
    public async Task Of_two_who_save_at_once_the_second_is_told_who_changed_what_and_nothing_of_theirs_is_written()
    {
        var id = await GuildAsync();
        (await Xp(id).SaveRulesAsync(Own, 0, Some.Manager)).Should().Be(new SettingsSaved(1));
        var second = await Xp(id).SaveRulesAsync(Own with { Message = Own.Message with { Maximum = 9 } }, 0, Some.Manager with { Name = "Zoe" });
        second.Should().BeOfType<SettingsChangedMeanwhile>().Which.Should().BeEquivalentTo(new { Version = 1, ByName = Some.Manager.Name });
        (await Xp(id).GetVersionedRulesAsync()).Should().BeEquivalentTo(new VersionedXpRules(Own, 1));
        (await Xp(id).SaveRulesAsync(Own, 1, Some.Manager)).Should().Be(new SettingsSaved(1), "nothing differs, so nothing is noted");
    }

    [Fact]
    public async Task Rules_that_were_changed_are_taken_back_with_an_entry_of_their_own()
    {
        var id = await GuildAsync();
        var before = await Xp(id).GetVersionedRulesAsync();
        await Xp(id).SaveRulesAsync(Own, 0, Some.Manager);
        var audit = silo.Grains.GetGrain<IGuildAuditGrain>(id);
        var changed = (await audit.GetAuditAsync(new AuditQuery(null, 10))).Entries.Single();
        var undone = await audit.UndoAsync(changed.Id, "back", Some.Manager);
        undone.Should().BeEquivalentTo(new { Outcome = UndoOutcome.Done, Entry = new { Action = AuditAction.XpRulesChanged, UndoesId = (long?)changed.Id } });
        await silo.DeactivateAsync(id);
        (await Xp(id).GetVersionedRulesAsync()).Should().BeEquivalentTo(new VersionedXpRules(before.Settings, 2));
    }

    [Fact]
    public async Task A_preview_tells_who_changes_level_at_once_and_who_would_had_the_rules_held_and_changes_nothing()
    {
        var id = await GuildAsync();
        var now = DateTimeOffset.UtcNow.AddDays(-1);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 6).Select(i => Some.Message(10 + i, 7, now.AddMinutes(2 * i), n: i))]));
        var before = await Xp(id).GetVersionedRulesAsync();
        var earned = (await silo.Guild(id).GetRankAsync(7))!.Entry.Xp;
        earned.Should().BeInRange(90, 150, "six messages of 15 to 25 XP");

        var preview = await Xp(id).PreviewRulesAsync(before.Settings with
        {
            Curve = new LevelCurve(LevelCurveKind.Custom, 0, 0, 1_000, 0), Message = before.Settings.Message with { Minimum = 1_000, Maximum = 1_000 },
        });

        preview.Should().BeEquivalentTo(new XpPreview(new LevelShift(1, 0, []), new LevelShift(1, 0, []), 28, 6, earned, 6_000, 0, false, []));
        (await Xp(id).GetVersionedRulesAsync()).Should().BeEquivalentTo(before);
        (await Xp(id).PreviewRulesAsync(before.Settings)).Should().BeEquivalentTo(new { AtOnce = new { Up = 0, Down = 0 }, OverDays = new { Up = 0, Down = 0 }, MessageXpThen = earned });
        (await Xp(id).PreviewRulesAsync(before.Settings with { Message = before.Settings.Message with { Minimum = -1 } })).Refusals.Should().Equal(new XpRuleRefusal(XpRuleFault.MessageXp, 0));
    }

    private async Task<long> GuildAsync()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        return id;
    }

    private IGuildXpGrain Xp(long id) => silo.Grains.GetGrain<IGuildXpGrain>(id);
}
