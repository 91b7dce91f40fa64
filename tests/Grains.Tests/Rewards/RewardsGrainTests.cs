using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Health;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Rewards;

public sealed class RewardsGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly RewardSettings Ladder = new([new(1, 901, "Silver", false), new(3, 902, "Gold", true)]);
    private static readonly AnnouncementSettings InGeneral = new(LevelAnnouncement.Channel, 500, "{name} is {level}", true, 1, 2, true);

    [Fact]
    public async Task Settings_are_off_at_first_and_survive_the_activation()
    {
        var (id, guild) = await SeenAsync();
        (await guild.GetRewardsAsync()).Should().BeEquivalentTo(new { Version = 0, Settings = new { Roles = Array.Empty<RewardRole>() } });
        (await guild.GetAnnouncementsAsync()).Should().BeEquivalentTo(new { Version = 0, Settings = new { Place = LevelAnnouncement.Off } });
        (await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager)).Should().Be(new SettingsSaved(1));
        (await guild.SaveAnnouncementsAsync(InGeneral, 0, Honours.Manager)).Should().Be(new SettingsSaved(1));
        await silo.DeactivateAsync(id);
        (await guild.GetRewardsAsync()).Should().BeEquivalentTo(new VersionedRewards(Ladder, 1));
        (await guild.GetAnnouncementsAsync()).Should().Be(new VersionedAnnouncements(InGeneral, 1));
        (await guild.GetChoicesAsync()).Roles.Select(r => (r.Name, r.Refusal?.Kind)).Should().StartWith([("Above", RewardProblemKind.RoleTooHigh), ("Bot", RewardProblemKind.RoleIsManaged), ("Moderator", RewardProblemKind.RoleIsDangerous)]);
    }

    [Fact]
    public async Task Who_saves_what_they_did_not_see_is_told_who_was_there_before()
    {
        var (_, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        (await guild.SaveRewardsAsync(new RewardSettings([]), 0, new Actor(4, "late", ActorSource.Dashboard))).Should()
            .BeOfType<SettingsChangedMeanwhile>().Which.Should().Match<SettingsChangedMeanwhile>(c => c.Version == 1 && c.ByName == "manager" && c.At != null);
        (await guild.GetRewardsAsync()).Settings.Should().BeEquivalentTo(Ladder);
        (await guild.SaveAnnouncementsAsync(InGeneral, 0, Honours.Manager)).Should().Be(new SettingsSaved(1), "messages are settings of their own");
    }

    [Fact]
    public async Task What_cannot_work_is_refused_role_by_role_and_changes_nothing()
    {
        var (_, guild) = await SeenAsync();
        var refused = await guild.SaveRewardsAsync(new RewardSettings([new(1, 901, "", false), new(2, 920, "", false), new(3, 930, "", false), new(4, Some.BotRole, "", false)]), 0, Honours.Manager);
        refused.Should().BeOfType<RewardsRefused>().Which.Problems.Should().Equal(
            new RewardProblem(RewardProblemKind.RoleIsDangerous, 920, "Moderator", 2, 1UL << 2), new RewardProblem(RewardProblemKind.RoleTooHigh, 930, "Above", 3),
            new RewardProblem(RewardProblemKind.RoleIsManaged, Some.BotRole, "Bot", 4));
        (await guild.SaveRewardsAsync(new RewardSettings([.. Enumerable.Range(1, 10_000).Select(i => new RewardRole(i, i, "", false))]), 0, Honours.Manager)).Should()
            .BeOfType<RewardsRefused>().Which.Problems.Should().Equal(new RewardProblem(RewardProblemKind.TooManyRewards, Number: 10_000));
        (await guild.SaveAnnouncementsAsync(InGeneral with { Template = "{rang}" }, 0, Honours.Manager)).Should()
            .BeOfType<RewardsRefused>().Which.Problems.Should().Equal(new RewardProblem(RewardProblemKind.UnknownPlaceholder, Word: "rang"));
        (await guild.GetRewardsAsync()).Version.Should().Be(0);
        (await guild.GetRepairAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Everybody_is_looked_through_across_activations_and_only_those_who_lack_a_role_are_asked_of_Discord()
    {
        const int Members = 1_000;
        var (id, guild) = await SeenAsync();
        // Levels 0 to 4; of those at level 1 half have their role already.
        await silo.Database.ExecuteAsync($"""
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds) SELECT {id}, 10000 + i, (ARRAY[0, 100, 255, 475, 770])[1 + i % 5], 1, 0 FROM generate_series(1, {Members}) i;
            INSERT INTO members (guild_id, user_id, name, is_bot, has_left, role_ids)
            SELECT {id}, 10000 + i, 'm' || i, false, i > {Members - 100}, CASE WHEN i % 10 = 1 THEN ARRAY[901, 950]::bigint[] ELSE '{"{}"}' END FROM generate_series(1, {Members}) i
            """);
        await silo.DeactivateAsync(id);
        (await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager)).Should().BeOfType<SettingsSaved>();
        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { Examined: > 0 });
        await silo.DeactivateAsync(id);
        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { Examined: 900, Waiting: 630 });
        (await guild.GetRepairAsync()).Should().Match<RepairProgress>(r => r.EndedAt == null, "Discord has enough to do");
        (await CountAsync(id, "priority = 1")).Should().Be(630);
        (await CountAsync(id, "payload -> 'granted' = '[902]' AND payload -> 'revoked' = '[901]'")).Should().Be(360, "levels 3 and 4 of nine hundred that are still there");

        await silo.Database.ExecuteAsync($"UPDATE outbox SET state = 'done', finished_at = now() WHERE guild_id = {id}");
        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { EndedAt: not null });
        (await guild.GetRepairAsync()).Should().BeEquivalentTo(new { Reason = RepairReason.RewardsChanged, Examined = Members, Total = Members, Changed = 630, Waiting = 0L });
        (await guild.RepairAsync(Honours.Manager)).Should().BeEquivalentTo(new { Reason = RepairReason.Asked, Total = 0 });
    }

    [Fact]
    public async Task Roles_follow_a_reset_of_everybody_whose_silo_died_right_after_it()
    {
        var (id, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        await silo.Grains.GetGrain<IGuildXpGrain>(id).ChangeXpAsync(new XpChange(7, XpChangeKind.Set, XpCurve.Mee6.TotalFor(3), "a", "Zoé"), Honours.Manager);
        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { EndedAt: not null });
        await silo.Database.ExecuteAsync($"UPDATE outbox SET state = 'done', finished_at = now() WHERE guild_id = {id}; UPDATE members SET role_ids = '{{902}}' WHERE guild_id = {id}");
        await silo.DeactivateAsync(id);

        // The one transaction of the reset, and nothing after it.
        await using var database = Npgsql.NpgsqlDataSource.Create(silo.Database.ConnectionString);
        await guild.GetRewardsAsync();
        var epoch = await silo.Database.ScalarAsync<long>($"SELECT epoch FROM guild_watermarks WHERE guild_id = {id}");
        var note = new Domain.Audit.AuditEntry(100, Domain.Audit.AuditKind.EverybodyReset, new(1, "manager", default), 0, null, null, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        (await new Storage.Xp.XpSnapshots(database).ResetAsync(id, epoch, note, Domain.Rewards.RewardRepair.Of(Domain.Rewards.RepairCause.LevelsChanged, note.AtMs))).Should().Be(1);
        await silo.DeactivateAsync(id);

        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { EndedAt: not null, Reason: RepairReason.LevelsChanged });
        // What is told of a look is told from memory, a moment before it is durable.
        await Eventually.Holds(async () => await PayloadAsync(id) == """[[], [902]]""");
    }

    [Fact]
    public async Task A_look_that_nobody_goes_on_with_is_begun_again_by_its_reminder()
    {
        var (id, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        await Eventually.Holds(async () => (await guild.GetRepairAsync()) is { EndedAt: not null });
        await silo.Database.ExecuteAsync($"UPDATE reward_repairs SET ended_at = NULL WHERE guild_id = {id}");

        await silo.DeactivateAsync(id);
        var now = DateTime.UtcNow;
        await silo.Grains.GetGrain<IRewardRepairGrain>(id).AsReference<IRemindable>().ReceiveReminder("repair", new TickStatus(now, TimeSpan.FromMinutes(1), now));

        await Eventually.Holds(async () => await silo.Database.ScalarAsync<bool>($"SELECT ended_at IS NOT NULL FROM reward_repairs WHERE guild_id = {id}"));
    }

    [Fact]
    public async Task Levels_that_go_down_by_hand_take_their_roles_with_them()
    {
        var (id, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        var xp = silo.Grains.GetGrain<IGuildXpGrain>(id);
        await xp.ChangeXpAsync(new XpChange(7, XpChangeKind.Set, XpCurve.Mee6.TotalFor(3), "a", "Zoé"), Honours.Manager);
        (await PayloadAsync(id)).Should().Be("""[[902], [901]]""");
        await xp.ChangeXpAsync(new XpChange(7, XpChangeKind.Reset, 0, "b"), Honours.Manager);
        (await PayloadAsync(id)).Should().Be("""[[], [902]]""");
    }

    [Fact]
    public async Task Settings_that_are_taken_back_hold_again_unless_their_role_is_gone()
    {
        var (id, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        await guild.SaveRewardsAsync(new RewardSettings([new(2, 903, "Iron", false)]), 1, Honours.Manager);
        var audit = silo.Grains.GetGrain<IGuildAuditGrain>(id);
        var last = (await audit.GetAuditAsync(new AuditQuery(null, 10))).Entries[0];
        last.Should().Match<AuditRecord>(e => e.Action == AuditAction.RewardsChanged && e.CanUndo);
        (await audit.UndoAsync(last.Id, "u", Honours.Manager)).Outcome.Should().Be(UndoOutcome.Done);
        (await guild.GetRewardsAsync()).Should().BeEquivalentTo(new VersionedRewards(Ladder, 3));

        await silo.Guild(id).ApplyAsync(Some.Batch("s", new RoleDeleted(2, 903)));
        var undone = (await audit.GetAuditAsync(new AuditQuery(null, 10))).Entries[0];
        (await audit.UndoAsync(undone.Id, "v", Honours.Manager)).Outcome.Should().Be(UndoOutcome.Refused);
    }

    [Fact]
    public async Task A_role_that_is_lost_later_is_told_and_skipped()
    {
        var (id, guild) = await SeenAsync();
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        (await guild.GetHealthAsync()).Should().BeEquivalentTo(new { RolesAreKnown = true, Findings = Array.Empty<HealthFinding>() });
        await silo.Guild(id).ApplyAsync(Some.Batch("s", new RoleDeleted(2, 901), new RoleChanged(3, new GuildRole(902, "Gold", 70, 0, false, 0))));
        await silo.DeactivateAsync(id);
        (await guild.GetHealthAsync()).Findings.Should().Equal(
            new HealthFinding(HealthIssue.RewardRoleGone, HealthGrade.Broken, 901, "Silver", Level: 1), new HealthFinding(HealthIssue.RewardRoleTooHigh, HealthGrade.Broken, 902, "Gold", Level: 3));
        (await guild.GetLadderAsync(7)).Rungs.Should().OnlyContain(r => r.IsBroken);

        await silo.Grains.GetGrain<IGuildXpGrain>(id).ChangeXpAsync(new XpChange(7, XpChangeKind.Set, XpCurve.Mee6.TotalFor(3), "a", "Zoé"), Honours.Manager);
        (await CountAsync(id, "true")).Should().Be(0);
    }

    [Fact]
    public async Task A_preview_is_what_is_sent()
    {
        var (id, guild) = await SeenAsync(id: Some.GuildId() << 22);
        await guild.SaveRewardsAsync(Ladder, 0, Honours.Manager);
        await guild.SaveAnnouncementsAsync(InGeneral with { MinimumLevel = 1, Template = "**{name}** ({level}, {xp}) {role} @everyone" }, 0, Honours.Manager);
        var preview = await guild.PreviewMessageAsync(new MessagePreviewRequest("**{name}** ({level}, {xp}) {role} @everyone", "x", "fr-FR", 7, "*Zoé*", 1));
        preview.Text.Should().Be("**\\*Zoé\\*** (1, 100) Silver @\u200beveryone");
        preview.Problems.Should().BeEmpty();
        (await guild.PreviewMessageAsync(new MessagePreviewRequest("{oops}", "x", "fr-FR", 7, "Zoé", 1))).Problems.Should().ContainSingle();

        var messages = Enumerable.Range(0, 7).Select(i => Some.Message(2 + i, 7, Some.Morning.AddMinutes(i)) with { AuthorName = "*Zoé*" });
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. messages]));
        var due = await silo.Grains.GetGrain<IOutboxGrain>(0).TakeDueAsync([(int)((id >> 22) % 1_000_003)], 1_000_003, "worker", 100, TimeSpan.FromMinutes(1));
        due.Actions.OfType<AnnounceLevelAction>().Single().Should().BeEquivalentTo(new { ChannelId = 500L, Template = "**{name}** ({level}, {xp}) {role} @everyone", MemberName = "*Zoé*", Level = 1, PingsMember = true, RoleNames = (string[])["Silver"] });
    }

    [Fact]
    public async Task A_member_chooses_what_they_hear_and_sees_the_way_ahead()
    {
        var (id, guild) = await SeenAsync();
        await silo.HonourAsync(id, LevelAnnouncement.WhereItHappened, Ladder.Roles);
        await guild.ChooseNewsAsync(7, LevelNewsChoice.Muted);
        await silo.DeactivateAsync(id);
        (await guild.GetNewsChoiceAsync(7)).Should().Be(LevelNewsChoice.Muted);
        (await guild.GetLadderAsync(7)).Should().BeEquivalentTo(new RewardLadder(
            [new(1, 901, "Silver", false, false, false), new(3, 902, "Gold", true, false, false)], 0, 0, 100, LevelNewsChoice.Muted, true));
    }

    private async Task<(long Id, IGuildRewardsGrain Guild)> SeenAsync(long? id = null)
    {
        var guild = id ?? Some.GuildId();
        await silo.Guild(guild).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning, "fr")));
        return (guild, silo.Rewards(guild));
    }

    private Task<long> CountAsync(long id, string condition) => silo.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE guild_id = {id} AND kind = 'set_roles' AND {condition}");

    private Task<string?> PayloadAsync(long id) =>
        silo.Database.ScalarAsync<string>($"SELECT jsonb_build_array(payload -> 'granted', payload -> 'revoked')::text FROM outbox WHERE guild_id = {id} AND action_key = 'roles:7'");
}
