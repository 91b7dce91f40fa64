using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.GrainInterfaces.Audit;

namespace CommunityIntel.Grains.Tests.Access;

public sealed class GuildAccessTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    [Fact]
    public async Task What_managers_choose_survives_the_activation_is_in_the_audit_log_and_can_be_taken_back()
    {
        var id = Some.GuildId();
        var access = silo.Grains.GetGrain<IGuildAccessGrain>(id);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        (await access.GetAccessAsync()).Should().Be(new AccessSettings(false, false));

        await access.SaveAccessAsync(new(true, true), Some.Manager);
        await access.SaveAccessAsync(new(true, true), Some.Manager);
        await silo.DeactivateAsync(id);

        (await access.GetAccessAsync()).Should().Be(new AccessSettings(true, true));
        var audit = silo.Grains.GetGrain<IGuildAuditGrain>(id);
        var entry = (await audit.GetAuditAsync(new(null, 10))).Entries.Should().ContainSingle("the second changed nothing").Which;
        entry.Should().BeEquivalentTo(new { Action = AuditAction.AccessChanged, Before = "{\"managers_see\": false, \"managers_download\": false}", CanUndo = true });
        (await audit.UndoAsync(entry.Id, "back", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done);
        (await access.GetAccessAsync()).Should().Be(new AccessSettings(false, false));
    }
}
