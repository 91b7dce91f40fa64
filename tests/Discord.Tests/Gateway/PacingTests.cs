using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Tests.Peers;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class PacingTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Shards_identify_in_groups_of_max_concurrency_five_seconds_apart()
    {
        var queue = new IdentifyQueue(4, _time);
        var turns = Enumerable.Range(0, 8).Select(id => queue.WaitForIdentifyAsync(new ShardId(id, 8), Cancel).AsTask()).ToArray();
        turns.Take(4).Should().OnlyContain(t => t.IsCompleted);
        turns.Skip(4).Should().OnlyContain(t => !t.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        turns.Skip(4).Should().OnlyContain(t => !t.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(turns).WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public async Task Of_150_commands_at_most_120_leave_in_any_minute_and_heartbeats_always_may()
    {
        var limiter = new SendLimiter(_time);
        limiter.ReserveFor(TimeSpan.FromSeconds(41.25));
        var sends = Enumerable.Range(0, 150).Select(_ => limiter.WaitAsync(isHeartbeat: false, Cancel).AsTask()).ToArray();
        var sent = sends.Count(s => s.IsCompleted);
        sent.Should().BeInRange(100, 117);
        for (var beat = 0; beat < 3; beat++)
            limiter.WaitAsync(isHeartbeat: true, Cancel).AsTask().IsCompleted.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(59));
        sends.Count(s => s.IsCompleted).Should().Be(sent);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(sends).WaitAsync(Patience.Enough, Cancel);
    }

    [Fact]
    public void The_pause_before_connecting_grows_to_two_minutes()
    {
        ReconnectionDelay.ExponentialWithJitter(0).Should().BeLessThan(TimeSpan.FromSeconds(1));
        ReconnectionDelay.ExponentialWithJitter(4).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(4)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(8));
        ReconnectionDelay.ExponentialWithJitter(int.MaxValue).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(120));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
