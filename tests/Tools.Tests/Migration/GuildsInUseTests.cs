using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.MovingIn;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Tools.Tests.Migration;

/// <summary>Guilds that the new bot is in already while they are moved, people who chose, and taking back.</summary>
public sealed class GuildsInUseTests : IAsyncLifetime
{
    private const long Guild = OldWorld.Small, User = 700_000_000_000_000_007;

    private OldWorld _world = null!;
    private GuildCommit? _last;
    private GroupCommit _commits = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await OldWorld.CreateAsync();
        _commits = new GroupCommit(_world.Home.DataSource, Options.Create(new StorageOptions { LingerMs = 0 }), NullLogger<GroupCommit>.Instance);
        _commits.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _commits.StopAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_both_bots_heard_counts_once_and_an_activation_from_before_may_write_no_more()
    {
        var epoch = (await new GuildStore(_world.Home.DataSource).ClaimAsync(Guild, Cancel)).Epoch;
        var both = await _world.Old.ScalarAsync<long>("SELECT id_at(at, i) FROM said WHERE i = 101", Cancel);
        await HearAsync(epoch, both, xp: 20);

        await _world.MoveAsync();

        await FluentActions.Awaiting(() => HearAsync(epoch, both + 1, xp: 40)).Should().ThrowAsync<FencedException>("its memory is behind what is stored");
        var guild = await new GuildStore(_world.Home.DataSource).ClaimAsync(Guild, Cancel);
        guild.Members.Single(m => m.UserId == User).Should().Match<Member>(m => m.Xp == 20 + 75, "what was earned here stays, what the old bot gave is added");
        guild.Members.Single(m => m.UserId == User).Messages.Should().Be(await SaidAsync());
        guild.Watermark.LastMessageId.Should().Be(await _world.Old.ScalarAsync<long>($"SELECT max(id_at(at, i)) FROM said WHERE guild = {Guild}", Cancel), "what comes again is looked up");
        (await _world.Home.ScalarAsync<long>($"SELECT sum(message_count)::bigint FROM guild_stats_daily WHERE guild_id = {Guild}", Cancel)).Should().Be(1_440);
        var check = await _world.CheckAsync();
        check.IsGood.Should().BeTrue();
        // And what is heard since is nobody's loss.
        await HearAsync(guild.Epoch, both + 1, xp: 40);
        (await _world.CheckAsync()).Months.Where(m => !m.IsEqual).Should().ContainSingle().Which.Should().Match<CheckedMonth>(m => m.IsGood && m.New == m.Old + 1);
        await _world.MoveAsync(isDelta: true);
        (await _world.Home.ScalarAsync<long>($"SELECT xp FROM user_xp WHERE guild_id = {Guild} AND user_id = {User}", Cancel)).Should().Be(40);
    }

    [Fact]
    public async Task What_the_new_bot_may_have_heard_and_no_longer_has_is_not_added_to_what_it_counted()
    {
        await HearAsync((await new GuildStore(_world.Home.DataSource).ClaimAsync(Guild, Cancel)).Epoch, await _world.Old.ScalarAsync<long>("SELECT id_at(at, i) FROM said WHERE i = 1000", Cancel), xp: 20);
        await _world.Home.ExecuteAsync($"UPDATE guilds SET first_date = '2026-03-20' WHERE guild_id = {Guild}", Cancel);
        await _world.EndRowsAsync(new DateOnly(2026, 4, 1));

        await _world.MoveAsync();
        await _world.MoveAsync();

        var before = await _world.Old.ScalarAsync<long>($"SELECT count(*) FROM said WHERE guild = {Guild} AND at < '2026-03-19T10:00Z'", Cancel);
        (await _world.Home.ScalarAsync<long>($"SELECT sum(message_count)::bigint FROM guild_stats_daily WHERE guild_id = {Guild}", Cancel)).Should().Be(before + 1);
        (await _world.Home.ScalarAsync<long>($"SELECT xp FROM user_xp WHERE guild_id = {Guild} AND user_id = {User}", Cancel)).Should().Be(20 + 75);
        (await _world.CheckAsync()).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task Who_is_not_to_be_counted_is_not_taken_over_and_verifying_knows_it()
    {
        await _world.Home.ExecuteAsync($"INSERT INTO privacy_choices (user_id, choices, changed_at) VALUES ({User}, 4, now())", Cancel);
        await _world.Home.ExecuteAsync($"INSERT INTO privacy_choices (user_id, choices, changed_at, counts_from) VALUES ({User + 1}, 0, now(), '2026-03-20T00:00Z')", Cancel);

        await _world.MoveAsync();

        (await _world.Home.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE author_id = {User}", Cancel)).Should().Be(0);
        (await _world.Home.ScalarAsync<long>($"SELECT count(*) FROM members WHERE user_id = {User}", Cancel)).Should().Be(0);
        (await _world.Home.ScalarAsync<bool>($"SELECT min(created_at) >= '2026-03-20T00:00Z' FROM messages WHERE author_id = {User + 1}", Cancel)).Should().BeTrue();
        (await _world.Home.ScalarAsync<long>($"SELECT max(xp) FROM user_xp WHERE user_id = {User + 1}", Cancel)).Should().Be(0, "nobody knows which of it they earned before");
        var check = await _world.CheckAsync();
        check.IsGood.Should().BeTrue();
        check.Months.Where(m => m.Target == "messages").Sum(m => m.PassedOver).Should().BeGreaterThan(60);
    }

    [Fact]
    public async Task Nothing_is_taken_over_while_days_are_counted_again_in_another_zone()
    {
        await _world.Home.ExecuteAsync($"INSERT INTO zone_changes VALUES ({OldWorld.Large}, 'UTC', 'Europe/Paris', '2026-03-01', '2026-03-30', '2026-03-20')", Cancel);

        await _world.Invoking(w => w.MoveAsync()).Should().ThrowAsync<MoveStoppedException>();
        (await _world.Home.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {OldWorld.Large}", Cancel)).Should().Be(0);
        await _world.Home.ExecuteAsync("DELETE FROM zone_changes", Cancel);
        await _world.MoveAsync();

        (await _world.CheckAsync()).Months.Should().OnlyContain(m => m.IsEqual);
    }

    [Fact]
    public async Task Servers_that_the_new_bot_was_never_heard_in_can_be_taken_back_whole()
    {
        await _world.MoveAsync();
        await _world.Home.ExecuteAsync($"UPDATE guild_watermarks SET session_id = 's' WHERE guild_id = {OldWorld.Large}", Cancel);
        var undo = new MoveUndo(_world.Home.DataSource);
        var moved = await undo.FindAsync(Cancel);
        moved.Untouched.Should().Equal(Guild);

        (await undo.EraseAsync(Guild, Cancel)).Should().BeTrue();
        (await undo.EraseAsync(OldWorld.Large, Cancel)).Should().BeFalse();
        await undo.ForgetCursorsAsync(Cancel);

        foreach (var table in (string[])["guilds", "guild_watermarks", "messages", "voice_sessions", "user_xp", "members", "activity_hourly", "member_activity_daily", "guild_stats_daily", "moved_xp", "moved_guilds"])
            (await _world.Home.ScalarAsync<string>($"SELECT (count(*) FILTER (WHERE guild_id = {Guild}) = 0 AND count(*) > 0)::text FROM {table}", Cancel)).Should().Be("true", table);
        await _world.MoveAsync();
        await using var fresh = await ScratchDatabase.CreateAsync(Cancel);
        await _world.MoveAsync(fresh);
        await fresh.ExecuteAsync($"UPDATE guild_watermarks SET session_id = 's' WHERE guild_id = {OldWorld.Large}", Cancel);
        (await OldWorld.FingerprintAsync(_world.Home)).Should().Be(await OldWorld.FingerprintAsync(fresh));
    }

    private Task<long> SaidAsync() => _world.Old.ScalarAsync<long>($"SELECT count(*) FROM said WHERE guild = {Guild} AND author = {User}", Cancel);

    // A message of the user's as a guild's activation would commit it.
    private async Task HearAsync(long epoch, long messageId, long xp)
    {
        var changes = new GuildChanges();
        var member = new Member(User) { Xp = xp, Messages = (_last is null ? 0 : await SaidAsync()) + 1, IsStored = true };
        var date = new DateOnly(2026, 3, 15);
        changes.Messages.Add(new MessageRow(messageId, 500_000_000_000_000_001, User, false));
        changes.Earnings.Add(member);
        changes.Profiles.Add(member);
        changes.Identity = GuildIdentity.Unknown with { Name = "Small", FirstDate = date };
        changes.Hour(new LocalHour(date, new DateTimeOffset(2026, 3, 15, 16, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), 0, 0), 500_000_000_000_000_001).Messages++;
        changes.MemberDay(date, User).Messages++;
        _last = new GuildCommit(Guild, epoch, "Europe/Paris", new Watermark("session", 1, 1, messageId, 1), changes);
        await _commits.CommitAsync(_last);
    }
}
