using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;

namespace CommunityIntel.Grains.Tests.Outbox;

public sealed class OutboxGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const long Member = 7;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IOutboxGrain Outbox => silo.Grains.GetGrain<IOutboxGrain>(0);

    [Fact]
    public async Task A_level_is_due_once_though_its_batch_comes_again()
    {
        var id = GuildId();
        await HonourAsync(id, [new(1, 901, "Silver", false)]);
        await ReachLevelOneAsync(id);
        await silo.DeactivateAsync(id);
        await ReachLevelOneAsync(id);

        var due = await TakeAsync(id);
        due.OfType<AnnounceLevelAction>().Should().ContainSingle().Which.Should().BeEquivalentTo(new { ChannelId = 500L, UserId = Member, Level = 1, Locale = "fr", MemberName = "user 7", GuildName = "A guild" });
        due.OfType<SetRolesAction>().Should().ContainSingle().Which.Should().Match<SetRolesAction>(r => r.UserId == Member && r.Granted.Single() == 901 && r.Revoked.Count == 0);
        await Outbox.ReportAsync("worker", [.. due.Select(d => new ActionOutcome(d.Claim, null))]);
        await ReachLevelOneAsync(id, session: "replayed");
        (await TakeAsync(id)).Should().BeEmpty();
        (await Outbox.GetOpenAsync(id)).Should().BeEquivalentTo(new { GivenUp = 0L, Waiting = 0L });
    }

    [Fact]
    public async Task A_refusal_is_told_by_its_names_and_no_answer_is_tried_again()
    {
        var id = GuildId();
        await HonourAsync(id, [new(1, 901, "Silver", false)]);
        await ReachLevelOneAsync(id);
        await Outbox.ReportAsync("worker", [.. (await TakeAsync(id)).Select(d =>
            new ActionOutcome(d.Claim, d is SetRolesAction ? ActionFailure.RoleOutOfReach : ActionFailure.NoAnswer))]);

        var open = await Outbox.GetOpenAsync(id);
        (open.GivenUp, open.Waiting).Should().Be((1, 1));
        open.Actions[0].Should().BeEquivalentTo(new { Kind = OpenActionKind.SetRoles, IsGivenUp = true, Failure = ActionFailure.RoleOutOfReach, UserName = "user 7", Level = 1 });
        open.Actions[0].RoleNames.Should().Equal("Silver");
        open.Actions[1].Should().BeEquivalentTo(new { Kind = OpenActionKind.AnnounceLevel, IsGivenUp = false, Failure = ActionFailure.NoAnswer, ChannelName = "general" });
        (await silo.Database.ScalarAsync<double>($"SELECT extract(epoch FROM due_at - now())::float8 FROM outbox WHERE guild_id = {id} AND state = 'pending'")).Should().BeInRange(1, 5);
    }

    [Fact]
    public async Task After_a_day_without_an_answer_an_action_is_given_up()
    {
        var id = GuildId();
        await HonourAsync(id, []);
        await ReachLevelOneAsync(id);
        await silo.Database.ExecuteAsync($"UPDATE outbox SET created_at = now() - interval '25 hours' WHERE guild_id = {id}");
        await Outbox.ReportAsync("worker", [new ActionOutcome((await TakeAsync(id)).Single().Claim, ActionFailure.NoAnswer)]);

        (await Outbox.GetOpenAsync(id)).Actions.Should().ContainSingle().Which.Should().BeEquivalentTo(new { IsGivenUp = true, Failure = ActionFailure.NoAnswer });
    }

    // Ids as Discord makes them: a shard is what is above 22 bits.
    private static long GuildId() => Some.GuildId() << 22;

    private async Task HonourAsync(long id, IReadOnlyList<RewardRole> roles)
    {
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning, "fr")));
        await silo.HonourAsync(id, LevelAnnouncement.WhereItHappened, roles);
    }

    private Task<TextWish> ReachLevelOneAsync(long id, string session = "s")
    {
        var level = XpCurve.Mee6.TotalFor(1) / 15 + 1;
        var messages = Enumerable.Range(0, (int)level).Select(i => Some.Message(2 + i, Member, Some.Morning.AddMinutes(i)));
        return silo.Guild(id).ApplyAsync(Some.Batch(session, [Some.Guild(1, Some.Morning, "fr"), .. messages]));
    }

    private async Task<IReadOnlyList<DueAction>> TakeAsync(long id)
    {
        const int Shards = 1_000_003;
        return (await Outbox.TakeDueAsync([(int)((id >> 22) % Shards)], Shards, "worker", 100, Lease)).Actions;
    }
}
