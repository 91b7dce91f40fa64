using CommunityIntel.Domain.Voice;

namespace CommunityIntel.Domain.Tests.Voice;

public sealed class VoiceRulesTests
{
    private const long Minute = 60_000;

    [Theory]
    [InlineData(0, 5, 100, 15, "ten minutes after it was last seen")]
    [InlineData(0, 5, 8, 8, "not after now")]
    [InlineData(20, 5, 100, 20, "not before it began")]
    [InlineData(0, 90, 100, 100, "exactly ten minutes are credited whole")]
    public void An_end_that_nobody_saw_is_estimated(long started, long connectedUntil, long now, long end, string because) =>
        VoiceRules.EstimatedEnd(started * Minute, connectedUntil * Minute, now * Minute).Should().Be(end * Minute, because);

    [Theory]
    [InlineData(1_000, 4_999L, 3)]
    [InlineData(1_999, 4_000L, 3)]
    [InlineData(1_000, null, 9)]
    [InlineData(20_000, null, 0)]
    [InlineData(5_000, 2_000L, 0)]
    public void A_stay_lasts_whole_seconds_and_never_less_than_none(long startedMs, long? endedMs, long seconds) =>
        new VoiceSession(1, 2, startedMs, endedMs, false).SecondsAt(10_000).Should().Be(seconds);
}
