using CommunityIntel.Domain.Shards;

namespace CommunityIntel.Domain.Tests.Shards;

public sealed class IdentifyPacingTests
{
    private static readonly IdentifyLimits Plenty = new(1000, 900, 3_600_000, 4);

    [Fact]
    public void One_shard_of_a_bucket_identifies_in_five_seconds_and_other_buckets_do_not_wait()
    {
        var pacing = new IdentifyPacing(0);
        pacing.Take(0, Plenty, 100).WaitMs.Should().Be(0);
        pacing.Take(1, Plenty, 100).WaitMs.Should().Be(0);
        pacing.Take(4, Plenty, 200).WaitMs.Should().Be(5_150);
        pacing.Take(8, Plenty, 200).WaitMs.Should().Be(10_400);
        pacing.Take(0, Plenty, 60_000).WaitMs.Should().Be(0);
    }

    [Fact]
    public void Nobody_identifies_when_less_than_a_tenth_of_the_day_is_left()
    {
        var pacing = new IdentifyPacing(0);
        pacing.Take(0, Plenty with { Remaining = 100 }, 0).IsRefused.Should().BeFalse();
        var refused = pacing.Take(1, Plenty with { Remaining = 99 }, 0);
        refused.IsRefused.Should().BeTrue();
        refused.WaitMs.Should().BeInRange(1_000, 60_000);
    }

    [Fact]
    public void A_pacing_that_begins_after_another_waits_for_what_that_one_let_through() =>
        new IdentifyPacing(4_000).Take(0, Plenty, 1_000).WaitMs.Should().Be(3_000);
}
