using CommunityIntel.Discord.Gateway;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class AcknowledgementTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AcknowledgementTracker _tracker = new(10, Start);

    [Fact]
    public void The_position_stays_below_the_first_sequence_that_is_outstanding()
    {
        Accept(11, 12, 13);
        _tracker.Acknowledge(12);
        _tracker.Position.Should().Be((10L, Start));
        _tracker.Acknowledge(11);
        _tracker.Position.Should().Be((12L, At(12)));
        _tracker.Acknowledge(13);
        _tracker.Position.Should().Be((13L, At(13)));
    }

    [Fact]
    public void Skipped_sequences_count_as_durable_when_nothing_before_them_is_outstanding()
    {
        _tracker.Skipped(11, At(11));
        _tracker.Position.Sequence.Should().Be(11);
        Accept(12);
        _tracker.Skipped(13, At(13));
        _tracker.Skipped(14, At(14));
        _tracker.Position.Sequence.Should().Be(11);
        _tracker.Acknowledge(12);
        _tracker.Position.Should().Be((14L, At(14)));
    }

    [Fact]
    public void Skipped_sequences_between_accepted_ones_are_covered_by_the_one_before()
    {
        Accept(11);
        _tracker.Skipped(12, At(12));
        Accept(15);
        _tracker.Acknowledge(11);
        _tracker.Position.Sequence.Should().Be(12, "13 and 14 never came, but 12 did");
    }

    [Fact]
    public void Repeated_and_unknown_acknowledgements_change_nothing()
    {
        Accept(11, 12);
        _tracker.Acknowledge([11, 11, 99, 3]);
        _tracker.Outstanding.Should().Be(1);
        _tracker.Position.Sequence.Should().Be(11);
    }

    [Fact]
    public void A_withdrawn_sequence_counts_as_never_received()
    {
        Accept(11, 12);
        _tracker.Withdraw(12);
        _tracker.HighestSeen.Should().Be(11);
        _tracker.Acknowledge(11);
        _tracker.Position.Sequence.Should().Be(11);
        FluentActions.Invoking(() => _tracker.Withdraw(11)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task Draining_completes_with_the_last_acknowledgement()
    {
        Accept(11, 12);
        var drained = _tracker.WhenDrainedAsync(TestContext.Current.CancellationToken);
        _tracker.Acknowledge(12);
        drained.IsCompleted.Should().BeFalse();
        _tracker.Acknowledge(11);
        await drained;
    }

    [Fact]
    public void Any_order_of_many_acknowledgements_ends_at_the_last_sequence()
    {
        var random = new Random(7);
        var accepted = new List<long>();
        long sequence = 10, lowest = 10;
        for (var i = 0; i < 20_000; i++)
        {
            sequence += 1 + random.Next(3);
            if (random.Next(4) == 0)
            {
                _tracker.Skipped(sequence, At(sequence));
            }
            else
            {
                Accept(sequence);
                accepted.Add(sequence);
            }
            if (accepted.Count > 50)
            {
                var which = random.Next(accepted.Count);
                _tracker.Acknowledge(accepted[which]);
                accepted.RemoveAt(which);
            }
            _tracker.Position.Sequence.Should().BeGreaterThanOrEqualTo(lowest);
            lowest = _tracker.Position.Sequence;
            if (accepted.Count > 0)
                lowest.Should().BeLessThan(accepted.Min());
        }
        _tracker.Acknowledge(accepted.ToArray());
        _tracker.Position.Sequence.Should().Be(sequence);
    }

    private void Accept(params long[] sequences)
    {
        foreach (var sequence in sequences)
            _tracker.Accepted(sequence, At(sequence));
    }

    private static DateTimeOffset At(long sequence) => Start.AddSeconds(sequence);
}
