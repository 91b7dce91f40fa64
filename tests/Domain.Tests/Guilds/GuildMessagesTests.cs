using CommunityIntel.Domain.Guilds;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildMessagesTests
{
    [Fact]
    public void A_message_earns_once_per_minute_of_its_own_time()
    {
        var guild = Some.Guild(null, 7);
        guild.Says(7, Some.Noon);
        guild.Says(7, Some.Noon + 59_999, 1);
        var afterOne = guild.Changes.Earnings.Single().Xp;
        guild.Says(7, Some.Noon + 60_000, 2);

        afterOne.Should().BeInRange(15, 25);
        guild.Changes.Earnings.Single().Xp.Should().BeInRange(afterOne + 15, afterOne + 25);
        guild.Changes.Earnings.Single().Messages.Should().Be(3);
    }

    [Fact]
    public void An_author_counts_once_per_day_and_each_message_counts()
    {
        var guild = Some.Guild(null, 7);
        for (var i = 0; i < 5; i++) guild.Says(7, Some.Noon + i, i);
        guild.Changes.MemberDays.Should().ContainSingle().Which.Value.Messages.Should().Be(5);
        guild.Changes.Hours.Should().ContainSingle().Which.Value.Messages.Should().Be(5);
    }

    [Fact]
    public void A_bot_is_counted_apart_and_earns_nothing()
    {
        var guild = Some.Guild(null, 7);
        guild.Says(7, Some.Noon, bot: true);
        guild.Changes.Earnings.Should().BeEmpty();
        guild.Changes.MemberDays.Should().BeEmpty();
        guild.Changes.Hours.Values.Single().Should().Match<Domain.Activity.HourCounters>(c => c.Messages == 0 && c.BotMessages == 1);
        guild.Changes.Messages.Single().FromBot.Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void An_impossible_id_changes_nothing(long id)
    {
        var guild = Some.Guild(null, 7);
        guild.MessageCreated(id, Some.Channel, 7, false, true, "x", null, Some.Noon).Should().BeFalse();
        guild.Changes.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_message_from_the_far_future_is_refused_and_a_fast_clock_is_not()
    {
        var guild = Some.Guild(null, 7);
        var nextWeek = Some.MessageAt(Some.Noon + (7 * 24 * 3_600_000L));
        guild.MessageCreated(nextWeek, Some.Channel, 7, false, true, "x", null, Some.Noon).Should().BeFalse();
        var inAMinute = Some.MessageAt(Some.Noon + 60_000);
        guild.MessageCreated(inAMinute, Some.Channel, 7, false, true, "x", null, Some.Noon).Should().BeTrue();
    }

    [Fact]
    public void An_event_at_or_below_the_watermark_is_dropped_within_its_session_only()
    {
        var guild = Some.Guild();
        guild.Advance("a", 1, 5).Should().BeTrue();
        guild.Advance("a", 1, 5).Should().BeFalse();
        guild.Advance("a", 1, 4).Should().BeFalse();
        guild.Advance("a", 1, 6).Should().BeTrue();
        guild.Advance("b", 2, 1).Should().BeTrue();
        guild.Advance("a", 1, 7).Should().BeFalse("a later session has been heard: what the earlier one still says comes too late");
        guild.Advance("b", 2, 2).Should().BeTrue();
    }

    [Fact]
    public void A_join_told_twice_counts_once_and_a_return_counts_again()
    {
        var guild = Some.Guild(null, 7);
        guild.MemberJoined(7, "x", null, false, Some.Noon);
        guild.MemberJoined(7, "x", null, false, Some.Noon);
        guild.MemberLeft(7, false, Some.Noon + 10);
        guild.MemberLeft(7, false, Some.Noon + 20);
        guild.MemberJoined(7, "x", null, false, Some.Noon + 30);

        var hour = guild.Changes.Hours.Single();
        hour.Key.ChannelId.Should().Be(0);
        (hour.Value.Joins, hour.Value.Leaves).Should().Be((2, 1));
        guild.Identity.MemberCount.Should().Be(1);
        guild.MemberOf(7).Should().BeEquivalentTo(new { HasLeft = false, LeftAtMs = Some.Noon + 10 }, "when they left is kept though they are back");
    }

    [Fact]
    public void Nobody_left_before_they_joined_whatever_the_clocks_say()
    {
        var guild = Some.Guild(null, 7);
        guild.MemberJoined(7, "x", null, false, Some.Noon);
        guild.MemberLeft(7, false, Some.Noon - 3);

        guild.MemberOf(7).LeftAtMs.Should().Be(Some.Noon);
    }

    [Fact]
    public void A_hidden_channel_keeps_the_name_it_had()
    {
        var guild = Some.Guild();
        guild.ChannelChanged(new Channel(3, 0, "general", null, false));
        guild.ChannelChanged(new Channel(3, 0, null, null, false));
        guild.Channels[3].Name.Should().Be("general");
    }

    [Fact]
    public void Changes_are_handed_out_once()
    {
        var guild = Some.Guild(null, 7);
        guild.Says(7, Some.Noon);
        guild.TakeChanges().Messages.Should().HaveCount(1);
        guild.TakeChanges().IsEmpty.Should().BeTrue();
    }
}
