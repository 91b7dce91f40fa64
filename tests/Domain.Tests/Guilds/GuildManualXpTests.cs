using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildManualXpTests
{
    private static readonly Actor Manager = new(9, "Ada", ActorSource.Command);

    [Fact]
    public void Any_edits_leave_between_nothing_and_the_most_and_undoing_them_newest_first_leaves_what_was_before() => Prop.ForAll(
        (from edit in Gen.Elements(Enum.GetValues<XpEdit>()) from amount in Gen.Choose(0, 5_000) select (edit, (long)amount)).ListOf(20).ToArbitrary(), edits =>
        {
            var guild = Some.Guild(null, 1);
            var xp = new List<long> { 0 };
            foreach (var (edit, amount) in edits) xp.Add(guild.EditXp(1, edit, amount, Manager, Some.Noon).After);
            foreach (var entry in guild.TakeChanges().Audit.AsEnumerable().Reverse())
                guild.UndoEdit(1, XpInAudit.Read(entry.Before)!.Value, XpInAudit.Read(entry.After)!.Value, entry.Id, Manager, Some.Noon);
            return xp.All(x => x is >= 0 and <= XpCurve.MostXp) && guild.Members.Single().Xp == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_edit_is_noted_with_who_what_before_and_after_and_nothing_is_noted_when_nothing_changes()
    {
        var guild = Some.Guild(null, 1);
        guild.RestoreAudit(41);
        guild.EditXp(1, XpEdit.Give, 120, Manager, Some.Noon, "key");
        guild.EditXp(1, XpEdit.Set, 120, Manager, Some.Noon).AuditId.Should().Be(0);
        guild.TakeChanges().Audit.Should().Equal(new AuditEntry(42, AuditKind.XpGiven, Manager, 1, """{"xp":0}""", """{"xp":120}""", Some.Noon, 0, "key"));
        guild.EditXp(1, XpEdit.Take, long.MaxValue, Manager, Some.Noon).Should().Be(new XpEdited(1, 120, 0, 43));
        guild.EditXp(1, XpEdit.Give, long.MaxValue, Manager, Some.Noon).After.Should().Be(XpCurve.MostXp);
    }

    [Fact]
    public void Xp_by_hand_does_not_count_towards_a_week_and_tells_no_channel()
    {
        var guild = Some.Guild(null, 1);
        guild.RestoreRewards(new LevelRewards([], LevelMessage.Off with { Place = AnnouncementPlace.WhereItHappened }), default, null);
        guild.TakeChanges();
        guild.EditXp(1, XpEdit.Give, 4_675, Manager, Some.Noon);
        var changes = guild.TakeChanges();
        changes.MemberDays.Should().BeEmpty();
        changes.Outbox.Should().BeEmpty();
        changes.Earnings.Should().ContainSingle();
    }

    [Fact]
    public void Xp_in_the_log_is_read_back_and_anything_else_is_not()
    {
        XpInAudit.Read(XpInAudit.Write(120)).Should().Be(120);
        XpInAudit.Read(null).Should().BeNull();
        XpInAudit.Read("""{"members":3}""").Should().BeNull();
        XpInAudit.Read("""{"xp":"many"}""").Should().BeNull();
    }
}
