using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Tests.Peers;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_beat_without_an_answer_makes_the_connection_a_zombie_and_it_is_resumed()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer, intervalMs: 1_000);
        await connection.HeartbeatAsync(2);
        connection.Acknowledges = false;
        (await connection.ClosedAsync()).Should().Be(GatewayCloseCodes.Resumable);
        await ShardUnderTest.ResumingAsync(peer);
    }

    [Fact]
    public async Task Op_1_is_answered_at_once()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer, intervalMs: 3_600_000);
        var beat = connection.HeartbeatAsync();
        await connection.SendAsync("""{"op":1}""");
        await beat;
    }

    [Fact]
    public async Task All_is_heard_when_a_beat_that_was_sent_after_the_question_has_been_answered()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer, intervalMs: 3_600_000);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
        connection.Acknowledges = false;
        // The answer to an earlier beat says nothing.
        var beat = connection.HeartbeatAsync();
        await connection.SendAsync("""{"op":1}""");
        await beat;
        beat = connection.HeartbeatAsync();
        var hearing = shard.Client.HearAllAsync(TestContext.Current.CancellationToken);
        await beat;
        await connection.DispatchAsync(2, "MESSAGE_CREATE", "{}");
        await connection.SendAsync("""{"op":11}""");
        (await shard.NextAsync()).Sequence.Should().Be(2);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        hearing.IsCompleted.Should().BeFalse();
        await connection.SendAsync("""{"op":11}""");
        (await hearing.WaitAsync(Patience.Enough, TestContext.Current.CancellationToken)).Should().BeTrue();
    }

    [Fact]
    public async Task Nothing_is_said_to_be_heard_without_an_answer_or_a_connection()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        (await shard.Client.HearAllAsync(TestContext.Current.CancellationToken)).Should().BeFalse();
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer, intervalMs: 3_600_000);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
        connection.Acknowledges = false;
        using var impatient = new CancellationTokenSource(200);
        (await shard.Client.HearAllAsync(impatient.Token)).Should().BeFalse();
        var hearing = shard.Client.HearAllAsync(TestContext.Current.CancellationToken);
        await connection.SendAsync("""{"op":7}""");
        (await hearing.WaitAsync(Patience.Enough, TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Fact]
    public async Task A_slow_consumer_stops_the_reading_but_not_the_heartbeats()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, buffer: 4);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer, intervalMs: 300);
        var text = new string('x', 16_000);
        // Far more than sockets hold: the last send completes only when the client reads.
        var sending = Task.Run(async () =>
        {
            for (var sequence = 2; sequence <= 2_000; sequence++)
                await connection.DispatchAsync(sequence, "MESSAGE_CREATE", $$"""{"content":"{{text}}"}""");
        }, TestContext.Current.CancellationToken);
        connection.Acknowledges = false;
        await connection.HeartbeatAsync(5);
        sending.IsCompleted.Should().BeFalse();
        shard.Client.State.Should().Be(ShardState.Active);
        shard.Client.Outstanding.Should().BeLessThanOrEqualTo(5);

        // With every answer withheld this is no zombie: our own consumer kept us from reading one.
        for (var sequence = 2; sequence <= 2_000; sequence++)
            (await shard.NextAsync()).Sequence.Should().Be(sequence);
        await sending.WaitAsync(Patience.Enough, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_with_a_full_buffer_leaves_the_waiting_event_to_the_next_owner()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, buffer: 2);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        for (var sequence = 2; sequence <= 9; sequence++)
            await connection.DispatchAsync(sequence, "MESSAGE_CREATE", "{}");
        (await shard.NextAsync()).Sequence.Should().Be(2);
        var detaching = shard.Client.DetachAsync(TestContext.Current.CancellationToken);
        await foreach (var rest in shard.Client.Events.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            shard.Client.Acknowledge(rest.SessionId, rest.Sequence);
            rest.Dispose();
        }
        (await detaching)!.Sequence.Should().BeInRange(3, 8);
        shard.Client.Outstanding.Should().Be(0);
    }
}
