using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildGapsTests
{
    private const long Minute = 60_000;
    private const long Until = 30 * Minute;
    private static readonly GuildIdentity Known = GuildIdentity.Unknown with { Name = "g" };

    [Fact]
    public void The_first_snapshot_ever_ends_no_gap()
    {
        var guild = Some.Guild();
        guild.GapBefore("one", null, Some.Noon, Some.Noon + Minute).Should().BeNull();
    }

    [Fact]
    public void A_gap_reaches_from_what_was_acknowledged_to_the_snapshot()
    {
        var guild = Heard("one", Some.Noon);
        var gap = guild.GapBefore("two", "one", Some.Noon + Minute, Some.Noon + (5 * Minute));
        gap.Should().BeEquivalentTo(new { FromMs = Some.Noon + Minute, UntilMs = Some.Noon + (5 * Minute), State = GapState.Open });
    }

    [Fact]
    public void A_guild_that_missed_the_lost_session_goes_by_its_own_last_event()
    {
        var guild = Heard("one", Some.Noon);
        guild.GapBefore("three", "two", Some.Noon + (50 * Minute), Some.Noon + (55 * Minute))!.FromMs.Should().Be(Some.Noon);
    }

    [Fact]
    public void The_end_of_an_outage_within_a_session_ends_no_gap()
    {
        var guild = Heard("one", Some.Noon);
        guild.GapBefore("one", "zero", Some.Noon - Minute, Some.Noon + (5 * Minute)).Should().BeNull();
    }

    [Fact]
    public void An_empty_window_is_no_gap()
    {
        var guild = Heard("one", Some.Noon);
        guild.GapBefore("two", "one", Some.Noon + Minute, Some.Noon + Minute).Should().BeNull();
    }

    [Fact]
    public void The_time_without_the_bot_is_a_gap_that_nobody_fills()
    {
        var guild = Heard("one", Some.Noon);
        guild.Gone(unavailable: false, Some.Noon + Minute);
        Snapshot(guild, "two", null, null, Some.Noon + (60 * Minute), (500, null));

        guild.OpenGaps.Should().BeEmpty();
        guild.Changes.Gaps.Values.Single().Should().BeEquivalentTo(
            new { FromMs = Some.Noon + Minute, State = GapState.Partial, Shortfall = GapShortfall.BotAbsent });
    }

    [Fact]
    public void Only_channels_that_may_hold_missed_messages_are_looked_through()
    {
        var guild = Heard("one", Some.Noon);
        var at = Some.Noon + (5 * Minute);
        foreach (var (id, type, name) in ((long, int, string?)[])[(1, 0, "text"), (2, 4, "category"), (3, 15, "forum"), (4, 2, "voice"), (5, 0, null), (6, 11, "thread"), (7, 0, "quiet")])
            guild.ChannelChanged(new Channel(id, type, name, null, false));
        Snapshot(guild, "two", "one", Some.Noon + Minute, at, (1, Some.MessageAt(at - 1)), (2, null), (3, null), (4, null), (5, null), (6, null), (7, Some.MessageAt(Some.Noon)));

        guild.OpenGaps.Single().Channels.Select(c => c.ChannelId).Should().BeEquivalentTo([1L, 4L, 6L]);
    }

    [Fact]
    public void A_page_that_comes_twice_counts_once_and_the_cursor_moves_forward_only()
    {
        var guild = WithGap(out var gap, 500);
        var (first, second) = (Found(gap, 3), Found(gap, 9));
        guild.Examine(Page(gap, 500, second.MessageId, GapPageEnd.More, first, second), new HashSet<long>(), Some.Noon + Until);
        guild.TakeChanges().Messages.Should().HaveCount(2);

        guild.Examine(Page(gap, 500, second.MessageId, GapPageEnd.More, first, second), new HashSet<long>(), Some.Noon + Until);
        guild.Examine(Page(gap, 500, first.MessageId, GapPageEnd.Reached, first), new HashSet<long>(), Some.Noon + Until);
        guild.TakeChanges().Messages.Should().BeEmpty();
        guild.OpenGaps.Single().Channels.Single().Cursor.Should().Be(second.MessageId);
    }

    [Fact]
    public void A_message_that_was_heard_is_not_counted_again()
    {
        var guild = WithGap(out var gap, 500);
        var found = Found(gap, 3);
        guild.Examine(Page(gap, 500, found.MessageId, GapPageEnd.More, found), new HashSet<long> { found.MessageId }, Some.Noon + Until);
        guild.TakeChanges().Messages.Should().BeEmpty();
        guild.OpenGaps.Single().Gap.Should().Match<Gap>(g => g.Examined == 1 && g.Found == 0);
    }

    [Fact]
    public void A_gap_closes_with_its_last_channel_and_says_what_is_missing()
    {
        var guild = WithGap(out var gap, 500, 501);
        guild.Examine(Page(gap, 500, gap.LastMessageId, GapPageEnd.Reached, Found(gap, 3)), new HashSet<long>(), Some.Noon + Until);
        guild.Settle(gap.Id, []);
        guild.OpenGaps.Should().ContainSingle();

        guild.Examine(Page(gap, 501, gap.AfterMessageId, GapPageEnd.MissingAccess), new HashSet<long>(), Some.Noon + Until);
        guild.Settle(gap.Id, []);
        guild.OpenGaps.Should().BeEmpty();
        guild.Changes.Gaps[gap.Id].Should().Match<Gap>(g => g.State == GapState.Partial && g.Shortfall == GapShortfall.MissingAccess && g.Found == 1);
    }

    [Fact]
    public void A_channel_that_shows_nothing_of_what_was_written_is_not_taken_for_filled()
    {
        var guild = Heard("one", Some.Noon);
        guild.ChannelChanged(new Channel(500, 0, "general", null, false));
        Snapshot(guild, "two", "one", Some.Noon, Some.Noon + Until, (500, Some.MessageAt(Some.Noon + Minute)));
        var gap = guild.OpenGaps.Single().Gap;
        guild.Examine(Page(gap, 500, gap.LastMessageId, GapPageEnd.Empty), new HashSet<long>(), Some.Noon + Until);
        guild.Settle(gap.Id, []);
        guild.Changes.Gaps[gap.Id].Shortfall.Should().Be(GapShortfall.NothingReadable);
    }

    [Fact]
    public void Heard_or_found_in_any_order_the_counts_are_the_same_and_no_award_is_gained() => Prop.ForAll(
        Windows.ToArbitrary(), window =>
        {
            var live = Some.Guild(null, 1, 2, 3);
            foreach (var m in window.Messages) live.MessageCreated(m.MessageId, m.MessageId % 2, m.AuthorId, false, true, "n", null, Some.Noon + Until);

            var late = Heard("one", Some.Noon, 1, 2, 3);
            late.ChannelChanged(new Channel(0, 0, "even", null, false));
            late.ChannelChanged(new Channel(1, 0, "odd", null, false));
            Snapshot(late, "two", "one", Some.Noon, Some.Noon + Until, (0, null), (1, null));
            var gap = late.OpenGaps.Single().Gap;
            late.TakeChanges();
            // Live events after the gap come first for some.
            foreach (var m in window.After) late.MessageCreated(m.MessageId, 0, m.AuthorId, false, true, "n", null, Some.Noon + (2 * Until));
            foreach (var m in window.After) live.MessageCreated(m.MessageId, 0, m.AuthorId, false, true, "n", null, Some.Noon + (2 * Until));
            var before = late.Members.ToDictionary(m => m.UserId, m => m.LastXpAtMs ?? 0);
            var channels = window.OddFirst ? (long[])[1, 0] : [0, 1];
            var (settleFrom, settleUntil) = late.SettledTimeOf(gap.Id);
            foreach (var channel in channels) Deliver(late, gap, channel, window);
            late.Settle(gap.Id, window.Messages.Where(m => At(m) >= settleFrom && At(m) <= settleUntil).Select(m => new PersonsMessage(m.MessageId, Some.Channel, m.AuthorId)));

            Counts(late).Should().BeEquivalentTo(Counts(live));
            foreach (var member in late.Members)
            {
                (member.LastXpAtMs ?? 0).Should().BeGreaterThanOrEqualTo(before[member.UserId]);
                var most = AwardsInOrder([.. window.Messages, .. window.After], member.UserId);
                member.Xp.Should().BeLessThanOrEqualTo(most * 25);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void What_a_gap_earns_does_not_depend_on_the_order_of_its_channels()
    {
        var window = Windows.Sample(12, 40);
        foreach (var w in window)
        {
            Xp(w with { OddFirst = true }).Should().Equal(Xp(w with { OddFirst = false }));
        }

        static IEnumerable<long> Xp(Window w)
        {
            var guild = Heard("one", Some.Noon, 1, 2, 3);
            guild.ChannelChanged(new Channel(0, 0, "even", null, false));
            guild.ChannelChanged(new Channel(1, 0, "odd", null, false));
            Snapshot(guild, "two", "one", Some.Noon, Some.Noon + Until, (0, null), (1, null));
            var gap = guild.OpenGaps.Single().Gap;
            var (from, until) = guild.SettledTimeOf(gap.Id);
            var inner = w with { Messages = [.. w.Messages.Where(m => At(m) <= until)] };
            foreach (var channel in w.OddFirst ? (long[])[1, 0] : [0, 1]) Deliver(guild, gap, channel, inner);
            guild.Settle(gap.Id, inner.Messages.Where(m => At(m) >= from).Select(m => new PersonsMessage(m.MessageId, Some.Channel, m.AuthorId)));
            return guild.Members.OrderBy(m => m.UserId).Select(m => m.Xp).ToList();
        }
    }

    private sealed record Window(FoundMessage[] Messages, FoundMessage[] After, int PageSize, bool OddFirst);

    private static Gen<Window> Windows =>
        from seconds in Gen.Choose(1, 1799).ArrayOf(40)
        from later in Gen.Choose(1801, 3000).ArrayOf(8)
        from authors in Gen.Choose(1, 3).ArrayOf(48)
        from pageSize in Gen.Choose(1, 9)
        from oddFirst in Gen.Elements(true, false)
        select new Window(
            [.. seconds.Select((s, i) => Message(s, i, authors[i])).OrderBy(m => m.MessageId)],
            [.. later.Select((s, i) => Message(s, 40 + i, authors[40 + i])).OrderBy(m => m.MessageId)], pageSize, oddFirst);

    private static FoundMessage Message(int second, int n, long author) =>
        new(Some.MessageAt(Some.Noon + (second * 1000L), n), author, false, true, "n", null);

    private static void Deliver(Guild guild, Gap gap, long channel, Window window)
    {
        var pages = window.Messages.Where(m => m.MessageId % 2 == channel).Chunk(window.PageSize).ToList();
        foreach (var page in pages)
        {
            // Each page twice: the second time it must not count.
            for (var again = 0; again < 2; again++)
                guild.Examine(Page(gap, channel, page[^1].MessageId, GapPageEnd.More, page), new HashSet<long>(), Some.Noon + Until);
        }

        guild.Examine(Page(gap, channel, gap.LastMessageId, GapPageEnd.Empty), new HashSet<long>(), Some.Noon + Until);
    }

    private static int AwardsInOrder(IEnumerable<FoundMessage> messages, long author)
    {
        var (awards, last) = (0, (long?)null);
        foreach (var m in messages.Where(m => m.AuthorId == author).OrderBy(m => m.MessageId))
        {
            if (MessageXpRule.Default.Award(m.MessageId, At(m), last) == 0) continue;
            (awards, last) = (awards + 1, At(m));
        }

        return awards;
    }

    private static object Counts(Guild guild) => new
    {
        Hours = guild.Changes.Hours.OrderBy(h => (h.Key.HourStartMs, h.Key.ChannelId)).Select(h => (h.Key, h.Value.Messages)).ToList(),
        Days = guild.Changes.MemberDays.OrderBy(d => d.Key.UserId).Select(d => (d.Key, d.Value.Messages)).ToList(),
        Messages = guild.Changes.Messages.Select(m => m.MessageId).Order().ToList(),
        ByMember = guild.Members.OrderBy(m => m.UserId).Select(m => m.Messages).ToList(),
        guild.Watermark.LastMessageId,
    };

    private static long At(FoundMessage m) => Snowflake.UnixMsOf(m.MessageId);

    private static FoundMessage Found(Gap gap, int minute) => new(Some.MessageAt(gap.FromMs + (minute * Minute)), 1, false, true, "n", null);

    private static GapPage Page(Gap gap, long channel, long cursor, GapPageEnd end, params FoundMessage[] messages) => new(gap.Id, channel, messages, cursor, end);

    private static Guild WithGap(out Gap gap, params long[] channels)
    {
        var guild = Heard("one", Some.Noon, 1);
        foreach (var id in channels) guild.ChannelChanged(new Channel(id, 0, $"channel {id}", null, false));
        Snapshot(guild, "two", "one", Some.Noon, Some.Noon + Until, [.. channels.Select(c => (c, (long?)null))]);
        gap = guild.OpenGaps.Single().Gap;
        guild.TakeChanges();
        return guild;
    }

    /// <summary>A guild that was shown in a session, with nothing to remember of it but that.</summary>
    private static Guild Heard(string session, long at, params long[] members)
    {
        var guild = Some.Guild(null, members);
        Snapshot(guild, session, null, null, at);
        guild.TakeChanges();
        return guild;
    }

    private static void Snapshot(Guild guild, string session, string? lost, long? connectedUntil, long at, params (long Id, long? Last)[] channels)
    {
        var gap = guild.GapBefore(session, lost, connectedUntil, at);
        guild.Available(Known, channels.Select(c => guild.Channels.GetValueOrDefault(c.Id) ?? new Channel(c.Id, 0, "c", null, false)).ToList(), new Dictionary<long, VoicePlace>(), at, connectedUntil);
        guild.SnapshotTaken(session, at, gap, channels.ToDictionary(c => c.Id, c => c.Last));
    }
}
