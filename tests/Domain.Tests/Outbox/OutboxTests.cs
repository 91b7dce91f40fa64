using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Tests.Outbox;

public sealed class OutboxTests
{
    [Fact]
    public void An_action_has_the_same_nonce_every_time_and_another_has_another()
    {
        static AnnounceLevel Of(long user, int level, long channel = 5, string locale = "fr") => new(new LevelNews(user, null, level, 0, "", []), channel, locale, null, false);
        var action = Of(long.MaxValue, 10_000);
        action.NonceIn(long.MaxValue).Should().HaveLength(24).And.Be(Of(long.MaxValue, 10_000, 6, "en-US").NonceIn(long.MaxValue));
        new[] { action.NonceIn(1), action.NonceIn(2), Of(long.MaxValue, 3).NonceIn(1), Of(3, 10_000).NonceIn(1) }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Whatever_is_not_roles_is_a_message_that_may_not_be_sent_twice()
    {
        SetRoles.IsNamedBy(new SetRoles(1, 2, [], []).Key).Should().BeTrue();
        SetRoles.IsNamedBy(new PostDigest(5, 1, new DateOnly(2026, 1, 2)).Key).Should().BeFalse();
        SetRoles.IsNamedBy(new AnnounceLevel(new LevelNews(1, null, 2, 0, "", []), 5, "fr", null, false).Key).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, true, 2_500, 5_000), InlineData(2, false, 5_000, 10_000), InlineData(5, true, 40_000, 80_000)]
    [InlineData(6, true, 60_000, 120_000), InlineData(500, true, 60_000, 120_000), InlineData(500, false, 300_000, 600_000)]
    public void The_wait_doubles_up_to_a_cap_and_is_spread(int attempts, bool isMessage, long shortest, long longest)
    {
        OutboxRetry.DelayMs(attempts, isMessage, 0).Should().Be(shortest);
        OutboxRetry.DelayMs(attempts, isMessage, 1).Should().Be(longest);
    }

    [Fact]
    public void An_action_is_given_up_after_a_day()
    {
        OutboxRetry.IsOver(OutboxRetry.PatienceMs - 1).Should().BeFalse();
        OutboxRetry.IsOver(OutboxRetry.PatienceMs).Should().BeTrue();
    }
}
