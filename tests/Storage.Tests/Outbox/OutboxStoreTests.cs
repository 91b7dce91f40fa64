using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Storage.Tests.Outbox;

public sealed class OutboxStoreTests : IAsyncLifetime
{
    private const long Guild = (5L << 22) | 1;
    private static readonly int[] EveryShard = [0];
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly AnnounceLevel Announcement = Announce(7);

    private ScratchDatabase _database = null!;
    private GroupCommit _commits = null!;
    private OutboxStore _outbox = null!;
    private GuildStore _guilds = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        _commits = new GroupCommit(_database.DataSource, Options.Create(new StorageOptions { LingerMs = 0 }), NullLogger<GroupCommit>.Instance);
        _commits.Start();
        (_outbox, _guilds) = (new OutboxStore(_database.DataSource), new GuildStore(_database.DataSource));
    }

    [Fact]
    public async Task The_same_announcement_twice_is_one_row_also_after_it_was_made()
    {
        await NoteAsync(Guild, Announcement);
        await NoteAsync(Guild, Announcement);
        var taken = (await TakeAsync("a")).Should().ContainSingle().Subject;
        taken.Should().BeEquivalentTo(new { GuildId = Guild, Action = Announcement, Nonce = Announcement.NonceIn(Guild), Revision = 1, Attempts = 1 });
        await DoneAsync("a", taken);

        await NoteAsync(Guild, Announcement);
        (await TakeAsync("a")).Should().BeEmpty();
        (await CountAsync("state = 'done'")).Should().Be(1);
    }

    [Fact]
    public async Task A_newer_target_takes_the_place_of_one_that_was_not_reached()
    {
        await NoteAsync(Guild, new SetRoles(7, 1, [901], []));
        await NoteAsync(Guild, new SetRoles(7, 2, [902], [901]));
        var taken = (await TakeAsync("a")).Should().ContainSingle().Subject;
        taken.Action.Should().Be(new SetRoles(7, 2, [902], [901]));
        taken.Revision.Should().Be(2);
    }

    [Fact]
    public async Task A_target_replaced_while_it_is_being_sent_is_sent_after_it_and_not_beside_it()
    {
        await NoteAsync(Guild, new SetRoles(7, 1, [901], []));
        var first = (await TakeAsync("a")).Single();
        await NoteAsync(Guild, new SetRoles(7, 2, [902], [901]));
        (await TakeAsync("b")).Should().BeEmpty("a is still at it");

        await DoneAsync("a", first);
        (await TakeAsync("b")).Single().Action.Should().Be(new SetRoles(7, 2, [902], [901]));
    }

    [Fact]
    public async Task Two_workers_never_take_the_same_and_a_lease_that_lapsed_is_due_again()
    {
        for (var user = 1; user <= 40; user++) await NoteAsync(((long)user << 22) | 1, Announce(user));
        var takes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _outbox.TakeDueAsync(EveryShard, 1, $"w{i}", 10, Lease)));
        takes.SelectMany(t => t).Select(t => t.GuildId).Should().HaveCount(40).And.OnlyHaveUniqueItems();
        (await TakeAsync("late")).Should().BeEmpty();

        await _database.ExecuteAsync("UPDATE outbox SET leased_until = now()");
        (await TakeAsync("late")).Should().HaveCount(40).And.OnlyContain(t => t.Attempts == 2);
    }

    [Fact]
    public async Task What_a_worker_says_after_its_lease_counts_only_when_it_is_done()
    {
        await NoteAsync(Guild, Announcement);
        var dead = (await TakeAsync("dead")).Single();
        await _database.ExecuteAsync("UPDATE outbox SET leased_until = now()");
        var taken = (await TakeAsync("other")).Single();

        await _outbox.ReportAsync("dead", [new(Guild, dead.Key, dead.Revision, ReportedState.GivenUp, "refused", TimeSpan.Zero)]);
        (await CountAsync("state = 'pending' AND leased_by = 'other'")).Should().Be(1);
        await DoneAsync("dead", dead);
        (await CountAsync("state = 'done'")).Should().Be(1);
        await _outbox.ReportAsync("other", [new(Guild, taken.Key, taken.Revision, ReportedState.Pending, "no_answer", TimeSpan.Zero)]);
        (await CountAsync("state = 'done'")).Should().Be(1);
    }

    [Fact]
    public async Task Only_the_guilds_of_the_shards_are_taken_and_a_busy_guild_leaves_room_for_others()
    {
        for (var user = 1; user <= 20; user++) await NoteAsync(Guild, Announce(user));
        await NoteAsync((6L << 22) | 1, Announcement);

        (await _outbox.TakeDueAsync([0], 2, "a", 10, Lease)).Select(t => t.GuildId).Should().Equal((6L << 22) | 1);
        (await _outbox.TakeDueAsync([1], 2, "b", 10, Lease)).Should().HaveCount(OutboxStore.MostOfAGuild);
        (await _outbox.TakeDueAsync([0, 1], 2, "c", 10, Lease)).Should().BeEmpty();
        (await _outbox.OldestDueAsync([1], 2)).Should().BeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_given_up_is_told_with_its_reason_and_does_not_come_again()
    {
        await NoteAsync(Guild, Announcement);
        await NoteAsync(Guild, new SetRoles(8, 3, [901], []));
        foreach (var taken in await TakeAsync("a"))
        {
            var gone = taken.Action is AnnounceLevel;
            await _outbox.ReportAsync("a", [new(Guild, taken.Key, 1, gone ? ReportedState.GivenUp : ReportedState.Pending, gone ? "unknown_channel" : "no_answer", TimeSpan.FromMinutes(1))]);
        }

        (await TakeAsync("a")).Should().BeEmpty();
        var open = await _outbox.OpenAsync(Guild, 1);
        (open.Actions.Count, open.GivenUp, open.Waiting).Should().Be((1, 1, 1));
        (await _outbox.OpenAsync(Guild, 10)).Actions.Select(o => (o.Action, o.IsGivenUp, o.Reason)).Should().Equal((Announcement, true, "unknown_channel"), (new SetRoles(8, 3, [901], []), false, "no_answer"));
        (await _outbox.OpenAsync(Guild + 1, 10)).Actions.Should().BeEmpty();
    }

    [Fact]
    public async Task What_nobody_can_mend_and_what_was_mended_is_not_told()
    {
        await NoteAsync(Guild, Announcement);
        await NoteAsync(Guild, new SetRoles(8, 3, [901], []));
        foreach (var taken in await TakeAsync("a"))
            await _outbox.ReportAsync("a", [new(Guild, taken.Key, 1, ReportedState.GivenUp, taken.Action is SetRoles ? "unknown_member" : "missing_permission", TimeSpan.Zero)]);
        (await _outbox.OpenAsync(Guild, 10)).Actions.Single().Action.Should().Be(Announcement);

        await NoteAsync(Guild, Announce(9));
        await DoneAsync("a", (await TakeAsync("a")).Single());
        (await _outbox.OpenAsync(Guild, 10)).Should().BeEquivalentTo(new { GivenUp = 0L, Waiting = 0L });
    }

    [Fact]
    public async Task Finished_rows_leave_when_their_time_is_over()
    {
        for (var user = 1; user <= 4; user++) await NoteAsync((long)user << 22, Announce(user));
        await _database.ExecuteAsync("""
            UPDATE outbox SET state = 'done', finished_at = now() - interval '8 days' WHERE guild_id = 1 << 22;
            UPDATE outbox SET state = 'given_up', finished_at = now() - interval '8 days' WHERE guild_id = 2 << 22;
            UPDATE outbox SET state = 'given_up', finished_at = now() - interval '31 days' WHERE guild_id = 3 << 22
            """);
        (await _outbox.TrimAsync()).Should().Be(2);
        (await CountAsync("true")).Should().Be(2);
    }

    [Fact]
    public async Task A_row_of_a_kind_from_the_future_waits()
    {
        await NoteAsync(Guild, Announcement);
        await _database.ExecuteAsync("UPDATE outbox SET kind = 'from_the_future'");
        (await TakeAsync("a")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_somebody_waits_for_comes_before_one_of_many()
    {
        for (var user = 10; user < 20; user++) await NoteAsync(Guild, new SetRoles(user, 1, [901], [], IsRepair: true));
        await NoteAsync(Guild, new SetRoles(7, 1, [901], []));
        (await TakeAsync("a")).Select(t => t.Action.UserId).Should().HaveCount(OutboxStore.MostOfAGuild).And.Contain(7);
        (await _outbox.CountPendingAsync(Guild)).Should().Be(11);
    }

    [Fact]
    public async Task What_was_given_up_is_due_once_more_when_somebody_asks()
    {
        await NoteAsync(Guild, Announcement);
        await NoteAsync(Guild, new SetRoles(8, 3, [901], []));
        await NoteAsync(Guild, new SetRoles(9, 3, [901], []));
        foreach (var taken in await TakeAsync("a"))
            await _outbox.ReportAsync("a", [new(Guild, taken.Key, 1, ReportedState.GivenUp, taken.Action.UserId == 9 ? "unknown_member" : "missing_permission", TimeSpan.Zero)]);

        (await _outbox.TryAgainAsync(Guild + 1)).Should().Be(0);
        (await _outbox.TryAgainAsync(Guild)).Should().Be(2);
        (await _outbox.TryAgainAsync(Guild)).Should().Be(0);
        var again = await TakeAsync("a");
        again.Select(t => (t.Action.UserId, t.Revision, t.Attempts)).Should().BeEquivalentTo([(7L, 2, 1), (8L, 2, 1)]);
        again.OfType<TakenAction>().Single(t => t.Action is AnnounceLevel).Action.Should().Be(Announcement);
    }

    [Fact]
    public async Task Settings_roles_and_how_far_a_look_came_are_read_back_and_a_stale_activation_cannot_change_them()
    {
        var message = new LevelMessage(AnnouncementPlace.Channel, 500, "{name}!", new LevelFilter(true, 5, 10), true);
        var rewards = new LevelRewards([new(1, 901, "Silver"), new(5, 902, "Gold", ReplacesLower: true)], message);
        var role = new Role(901, "Silver", 3, (RolePermissions)ulong.MaxValue, true, 0x123456);
        var repair = new RewardRepair(RepairCause.LevelsChanged, 1_000, 8, 3, 2, 9, null);
        var stale = (await _guilds.ClaimAsync(Guild, default)).Epoch;
        await SetAsync(stale, new GuildChanges { Rewards = new(rewards with { Roles = [new(3, 903, "Gone")] }, new(1, 0)) });
        var changes = new GuildChanges { Rewards = new(rewards, new(2, 1)), Repair = repair, Bot = new GuildBot(99, [901, 950]) };
        changes.Roles[901] = role;
        (await SetAsync(stale, changes)).Should().BeNull();

        var stored = (await _guilds.ClaimAsync(Guild, default)).Rewards;
        stored.Rewards.Should().Be(rewards);
        (stored.Versions, stored.Repair, stored.Roles.Single(), stored.Bot).Should().Be((new RewardVersions(2, 1), repair, role, new GuildBot(99, [901, 950])));
        (await SetAsync(stale, new GuildChanges { Rewards = new(LevelRewards.Off, default) })).Should().BeOfType<FencedException>();
        (await _guilds.ClaimAsync(Guild, default)).Rewards.Rewards.Should().Be(rewards);
        var nobody = (await _guilds.ClaimAsync(Guild + 1, default)).Rewards;
        (nobody.Rewards, nobody.Repair, nobody.Bot).Should().Be((LevelRewards.Off, null, GuildBot.Unknown));
    }

    [Fact]
    public async Task What_a_level_gave_and_what_a_member_wants_to_hear_are_remembered()
    {
        var epoch = (await _guilds.ClaimAsync(Guild, default)).Epoch;
        var changes = new GuildChanges();
        changes.Profiles.Add(new Member(7) { HonouredRoleIds = [901, 902], AnnounceChoice = AnnounceChoice.Direct });
        changes.Profiles.Add(new Member(8) { HonouredRoleIds = [] });
        changes.Profiles.Add(new Member(9));
        await _commits.CommitAsync(new GuildCommit(Guild, epoch, "UTC", Watermark.None, changes));

        var members = await _guilds.LoadMembersAsync(Guild, [7, 8, 9]);
        members.Single(m => m.UserId == 7).Should().BeEquivalentTo(new { HonouredRoleIds = new long[] { 901, 902 }, AnnounceChoice = AnnounceChoice.Direct });
        members.Single(m => m.UserId == 8).HonouredRoleIds.Should().BeEmpty();
        members.Single(m => m.UserId == 9).HonouredRoleIds.Should().BeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _commits.StopAsync();
        await _database.DisposeAsync();
    }

    private async Task NoteAsync(long guildId, OutboxAction action)
    {
        var changes = new GuildChanges();
        changes.ToDo(action);
        var epoch = (await _guilds.ClaimAsync(guildId, default)).Epoch;
        await _commits.CommitAsync(new GuildCommit(guildId, epoch, "UTC", Watermark.None, changes));
    }

    private static AnnounceLevel Announce(long userId) => new(new LevelNews(userId, "Zoé", 3, 900, "Guild", ["Silver"]), 500, "fr", "{name}", true);

    private async Task<Exception?> SetAsync(long epoch, GuildChanges changes)
    {
        try
        {
            await _commits.CommitAsync(new GuildCommit(Guild, epoch, "UTC", Watermark.None, changes));
            return null;
        }
        catch (FencedException e)
        {
            return e;
        }
    }

    private Task<IReadOnlyList<TakenAction>> TakeAsync(string worker) => _outbox.TakeDueAsync(EveryShard, 1, worker, 100, Lease);

    private Task<int> DoneAsync(string worker, TakenAction taken) =>
        _outbox.ReportAsync(worker, [new(taken.GuildId, taken.Key, taken.Revision, ReportedState.Done, null, TimeSpan.Zero)]);

    private Task<long> CountAsync(string condition) => _database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE {condition}")!;
}
