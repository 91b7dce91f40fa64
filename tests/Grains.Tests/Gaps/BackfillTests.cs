using CommunityIntel.Domain;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Gaps;

public sealed class BackfillTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateTimeOffset Lost = Some.Morning.AddMinutes(1), Back = Some.Morning.AddMinutes(31);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_duty_to_catch_up_is_stored_with_the_snapshot()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        gap.Channels.Select(c => c.ChannelId).Should().Equal(500, 501, 600);
        gap.Channels.Should().OnlyContain(c => c.Cursor == Snowflake.At(Lost.AddSeconds(-10)));
        (await ReportAsync(id)).Gaps.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { From = Lost, Until = Back, State = ActivityGapState.Open, FoundMessages = 0, FirstDay = Day, LastDay = Day });
    }

    [Fact]
    public async Task A_snapshot_that_comes_again_records_no_second_gap()
    {
        var id = await WithGapAsync();
        await silo.DeactivateAsync(id);
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Snapshot(1, Back)));
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Snapshot(9, Back.AddMinutes(3))));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM gaps WHERE guild_id = {id}", Cancellation)).Should().Be(1);
    }

    [Fact]
    public async Task The_same_page_twice_counts_once_whoever_dies_in_between()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        var pages = (BackfillPage[])[Page(gap, 500, 0, 100), Page(gap, 500, 100, 100), Page(gap, 500, 200, 40, BackfillEnd.Reached), Page(gap, 501, 300, 5, BackfillEnd.Reached), Page(gap, 600, 0, 0, BackfillEnd.Empty)];
        foreach (var page in pages)
        {
            await Eventually.Succeeds(() => silo.Guild(id).BackfillAsync(page));
            await silo.DeactivateAsync(id);
            await silo.Guild(id).BackfillAsync(page);
            await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {id}", Cancellation);
            await Eventually.Succeeds(() => silo.Guild(id).BackfillAsync(page));
        }

        var report = await ReportAsync(id);
        report.Totals.Messages.Should().Be(245 + 1);
        report.Totals.Authors.Should().Be(6);
        report.Gaps.Should().ContainSingle().Which.Should().BeEquivalentTo(new { State = ActivityGapState.Filled, FoundMessages = 245 });
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {id}", Cancellation)).Should().Be(246);
        (await silo.Database.ScalarAsync<long>($"SELECT count(DISTINCT message_id) FROM messages WHERE guild_id = {id}", Cancellation)).Should().Be(246);
        (await Open(id)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_heard_live_too_counts_once()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        var page = Page(gap, 500, 0, 10, BackfillEnd.Reached);
        await silo.Guild(id).ApplyAsync(Some.Batch("two", [.. page.Messages.Take(4).Select((m, i) =>
            new MessageCreated(2 + i, m.MessageId, 500, m.AuthorId, AuthorKind.Member, "n", null, Back))]));
        await silo.Guild(id).BackfillAsync(page);
        await silo.Guild(id).ApplyAsync(Some.Batch("two", [.. page.Messages.Skip(4).Select((m, i) =>
            new MessageCreated(20 + i, m.MessageId, 500, m.AuthorId, AuthorKind.Member, "n", null, Back))]));
        (await ReportAsync(id)).Totals.Messages.Should().Be(11);
    }

    [Fact]
    public async Task The_cursor_never_moves_back()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        var (first, second) = (Page(gap, 500, 0, 10), Page(gap, 500, 10, 10));
        await silo.Guild(id).BackfillAsync(first);
        await silo.Guild(id).BackfillAsync(second);
        await silo.Guild(id).BackfillAsync(first);
        (await OpenGapAsync(id)).Channels.Single(c => c.ChannelId == 500).Cursor.Should().Be(second.Cursor);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        await silo.Guild(id).BackfillAsync(Page(gap, 500, 0, 3, BackfillEnd.OverBudget));
        await silo.Guild(id).BackfillAsync(Page(gap, 501, 0, 0, BackfillEnd.MissingAccess));
        await silo.Guild(id).BackfillAsync(Page(gap, 600, 0, 0, BackfillEnd.Deleted));
        (await ReportAsync(id)).Gaps!.Single().Should().BeEquivalentTo(new
        {
            State = ActivityGapState.Partial,
            Shortfall = ActivityGapShortfall.OverBudget | ActivityGapShortfall.MissingAccess | ActivityGapShortfall.ChannelDeleted,
            FoundMessages = 3,
        });
    }

    [Fact]
    public async Task Bots_webhooks_and_system_messages_are_treated_as_when_heard()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        var page = Page(gap, 500, 0, 4, BackfillEnd.Reached);
        var kinds = (AuthorKind[])[AuthorKind.Member, AuthorKind.Bot, AuthorKind.Webhook, AuthorKind.System];
        await silo.Guild(id).BackfillAsync(page with { Messages = [.. page.Messages.Select((m, i) => m with { AuthorId = 70 + i, AuthorKind = kinds[i] })] });
        (await ReportAsync(id)).Totals.Should().BeEquivalentTo(new { Messages = 2L, BotMessages = 2L, Authors = 2 });
    }

    [Fact]
    public async Task Xp_of_a_gap_is_settled_when_it_closes_and_a_nickname_stays()
    {
        var id = await WithGapAsync();
        var gap = await OpenGapAsync(id);
        // One message of author 7 a minute, from the gap's first to its last.
        var messages = Enumerable.Range(0, 30).Select(i => new BackfilledMessage(Snowflake.At(Lost.AddMinutes(i).AddSeconds(30)), 7, AuthorKind.Member, "global name", null)).ToList();
        await silo.Guild(id).BackfillAsync(new BackfillPage(gap.GapId, 500, messages, gap.LastMessageId, BackfillEnd.Reached, Back));
        var before = await XpAsync(id, 7);
        before.Messages.Should().Be(31);
        await silo.Guild(id).BackfillAsync(Page(gap, 501, 0, 0, BackfillEnd.Empty));
        await silo.Guild(id).BackfillAsync(Page(gap, 600, 0, 0, BackfillEnd.Empty));
        await silo.DeactivateAsync(id);
        var after = await XpAsync(id, 7);
        after.Name.Should().Be("user 7");
        // All but the gap's first minute and the one before its last.
        (after.Xp - before.Xp).Should().BeInRange(27 * 15, 27 * 25);
    }

    [Fact]
    public async Task Guilds_of_a_shard_are_listed_page_by_page()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            var id = ((5_000L + i) << 22) | 1;
            ids.Add(id);
            await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        }

        var grain = silo.Grains.GetGrain<IGapsGrain>(0);
        var even = ids.Where(id => (id >> 22) % 2 == 0).ToList();
        var first = await grain.FindPresentAsync(0, 2, ids[0] - 1, 2);
        first.Should().Equal(even.Take(2));
        (await grain.FindPresentAsync(0, 2, first[^1], 2)).Should().Equal(even.Skip(2));
    }

    private async Task<long> WithGapAsync()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("one", Snapshot(1, Some.Morning), Some.Message(2, 7, Some.Morning)));
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Snapshot(1, Back)));
        return id;
    }

    private static GuildAvailable Snapshot(long sequence, DateTimeOffset at) => Some.Guild(sequence, at) with { ConnectedUntil = Lost, LostSessionId = "one" };

    private async Task<IReadOnlyList<GuildGap>> Open(long id) =>
        [.. (await silo.Grains.GetGrain<IGapsGrain>(0).FindOpenAsync(0, 1, 200)).Where(g => g.GuildId == id)];

    private async Task<GuildGap> OpenGapAsync(long id) => (await Open(id)).Single();

    private Task<ActivityReport> ReportAsync(long id) => silo.Guild(id).GetActivityAsync(Day.AddDays(-Random.Shared.Next(1, 300)), Day);

    private async Task<LeaderboardEntry> XpAsync(long id, long user) =>
        (await silo.Guild(id).GetLeaderboardAsync(LeaderboardBoard.Xp, 0, 100)).Entries.Single(e => e.UserId == user);

    /// <summary>Messages of the gap a second apart, five authors in turn.</summary>
    private static BackfillPage Page(GuildGap gap, long channel, int from, int count, BackfillEnd end = BackfillEnd.More)
    {
        var messages = Enumerable.Range(from, count)
            .Select(i => new BackfilledMessage(Snowflake.At(Lost.AddSeconds(2 + i)) | (uint)i, 20 + (i % 5), AuthorKind.Member, "n", null)).ToList();
        var cursor = end is BackfillEnd.Reached or BackfillEnd.Empty ? gap.LastMessageId : messages.Count > 0 ? messages[^1].MessageId : 0;
        return new BackfillPage(gap.GapId, channel, messages, Math.Max(cursor, gap.Channels.Single(c => c.ChannelId == channel).Cursor), end, Back);
    }
}
