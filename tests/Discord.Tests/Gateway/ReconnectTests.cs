using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Tests.Peers;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class ReconnectTests
{
    private const string Empty = "{}";

    [Fact]
    public async Task A_shard_identifies_with_its_intents_and_offers_events_in_order()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await peer.AcceptAsync();
        connection.Query.Should().Be("?v=10&encoding=json");
        await connection.HelloAsync();
        var d = (await connection.ReceiveAsync()).GetProperty("d");
        d.GetProperty("token").GetString().Should().Be("t");
        d.GetProperty("intents").GetInt32().Should().Be((int)ShardUnderTest.Intents);
        d.GetProperty("shard").ToString().Should().Be("[0,1]");
        await connection.ReadyAsync("s1", peer.Uri);
        await connection.DispatchAsync(2, "GUILD_CREATE", """{"id":"5"}""");
        await connection.DispatchAsync(3, "MESSAGE_CREATE", Empty);

        (await shard.ChangeAsync<GatewaySessionChange.Started>()).Session.SessionId.Should().Be("s1");
        (await shard.NextAsync()).Should().Be(("GUILD_CREATE", 2L, false));
        (await shard.NextAsync()).Should().Be(("MESSAGE_CREATE", 3L, false));
        shard.Client.Session!.Sequence.Should().Be(3);
    }

    [Fact]
    public async Task A_lost_connection_is_resumed_after_the_last_event_taken_and_nothing_is_offered_twice()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await first.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        (await shard.NextAsync(acknowledge: false)).Sequence.Should().Be(2);
        first.Abort();

        var (second, sessionId, sequence) = await ShardUnderTest.ResumingAsync(peer);
        (sessionId, sequence).Should().Be(("s1", 2));
        await second.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        await second.DispatchAsync(3, "MESSAGE_CREATE", Empty);
        await second.DispatchAsync(4, "RESUMED", Empty);
        await second.DispatchAsync(5, "MESSAGE_CREATE", Empty);

        (await shard.NextAsync()).Should().Be(("MESSAGE_CREATE", 3L, true));
        (await shard.NextAsync()).Should().Be(("MESSAGE_CREATE", 5L, false));
        (await shard.ChangeAsync<GatewaySessionChange.Resumed>()).ReplayedCount.Should().Be(1);
        shard.Client.Session!.Sequence.Should().Be(1, "2 was never acknowledged");
        shard.Queue.Turns.Should().Be(1);
    }

    [Fact]
    public async Task A_saved_session_is_resumed_in_another_process_from_what_was_acknowledged()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        GatewaySession? handed;
        await using (var first = new ShardUnderTest(peer))
        {
            first.Start();
            var connection = await ShardUnderTest.ReadyAsync(peer);
            await connection.DispatchAsync(2, "MESSAGE_CREATE", Empty);
            await first.NextAsync();
            handed = await first.Client.DetachAsync(TestContext.Current.CancellationToken);
            (await connection.ClosedAsync()).Should().Be(GatewayCloseCodes.Resumable);
            (await first.Running).IsFatal.Should().BeFalse();
        }
        handed!.Sequence.Should().Be(2);
        await using var second = new ShardUnderTest(peer);
        second.Start(handed);
        var (_, sessionId, sequence) = await ShardUnderTest.ResumingAsync(peer);
        (sessionId, sequence).Should().Be(("s1", 2));
        second.Queue.Turns.Should().Be(0);
    }

    [Fact]
    public async Task Detaching_waits_until_everything_offered_is_acknowledged()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        await connection.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        await shard.NextAsync(acknowledge: false);

        var detaching = shard.Client.DetachAsync(TestContext.Current.CancellationToken);
        detaching.IsCompleted.Should().BeFalse();
        shard.Client.Acknowledge("s1", 2);
        (await detaching)!.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task Retiring_closes_with_1000_and_keeps_no_session()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
        (await shard.Client.Events.ReadAsync(TestContext.Current.CancellationToken)).Dispose();
        shard.Client.Acknowledge("s1", 1);
        await shard.Client.RetireAsync(TestContext.Current.CancellationToken);
        (await connection.ClosedAsync()).Should().Be(GatewayCloseCodes.Normal);
        shard.Client.Session.Should().BeNull();
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_and_still_resumes()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
        peer.RefuseNext(2);
        first.Abort();
        var (_, sessionId, _) = await ShardUnderTest.ResumingAsync(peer);
        sessionId.Should().Be("s1");
        peer.Refused.Should().Be(2);
    }

    [Fact]
    public async Task Op_7_leads_to_a_resume_with_a_close_code_that_keeps_the_session()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await first.SendAsync("""{"op":7,"d":null}""");
        (await first.ClosedAsync()).Should().Be(GatewayCloseCodes.Resumable);
        await ShardUnderTest.ResumingAsync(peer);
    }

    [Fact]
    public async Task Op_7_before_Hello_is_obeyed()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        await (await peer.AcceptAsync()).SendAsync("""{"op":7}""");
        await ShardUnderTest.ReadyAsync(peer);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
    }

    [Theory]
    [InlineData("true", 6)]
    [InlineData("false", 2)]
    public async Task Op_9_says_whether_to_resume_or_to_identify(string resumable, int expectedOp)
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await first.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        await shard.NextAsync();
        await first.SendAsync($$"""{"op":9,"d":{{resumable}}}""");
        var second = await peer.AcceptAsync();
        await second.HelloAsync();
        (await second.ReceiveAsync()).GetProperty("op").GetInt32().Should().Be(expectedOp);
        if (expectedOp == 2)
            (await shard.ChangeAsync<GatewaySessionChange.Lost>()).Session.Sequence.Should().Be(2);
    }

    [Theory]
    [InlineData(4000, 6)]
    [InlineData(4001, 6)]
    [InlineData(4002, 6)]
    [InlineData(4003, 2)]
    [InlineData(4005, 6)]
    [InlineData(4007, 2)]
    [InlineData(4009, 2)]
    [InlineData(4999, 6)]
    [InlineData(1000, 6)]
    [InlineData(1001, 6)]
    public async Task A_close_code_is_followed_by_a_resume_or_an_identify(int code, int expectedOp)
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        await (await ShardUnderTest.ReadyAsync(peer)).CloseAsync(code);
        var second = await peer.AcceptAsync();
        await second.HelloAsync();
        (await second.ReceiveAsync()).GetProperty("op").GetInt32().Should().Be(expectedOp);
    }

    [Theory]
    [InlineData(4004, "Discord:Token")]
    [InlineData(4010, "Discord:ShardCount")]
    [InlineData(4011, "Discord:ShardCount")]
    [InlineData(4012, "version")]
    [InlineData(4013, "intents")]
    [InlineData(4014, "developer portal")]
    public async Task A_fatal_close_code_ends_the_shard_and_says_what_to_do(int code, string advice)
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var connection = await peer.AcceptAsync();
        await connection.HelloAsync();
        await connection.ReceiveAsync();
        await connection.CloseAsync(code);
        var frame = await shard.Running.WaitAsync(Patience.Enough, TestContext.Current.CancellationToken);
        (frame.IsFatal, frame.CloseCode).Should().Be((true, code));
        frame.Reason.Should().Contain(advice);
        shard.Client.State.Should().Be(ShardState.FatallyClosed);
        await shard.Client.Events.Completion.WaitAsync(Patience.Enough, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_session_saved_for_other_intents_is_reported_lost_and_not_resumed()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        var now = DateTimeOffset.UtcNow;
        shard.Start(new GatewaySession("old", null, 7, new ShardId(0, 1), DiscordIntents.Guilds, now, now));
        (await shard.ChangeAsync<GatewaySessionChange.Lost>()).Session.UpdatedAt.Should().Be(now);
        await ShardUnderTest.ReadyAsync(peer);
    }

    [Fact]
    public async Task Acknowledgements_of_a_past_session_do_not_count_for_the_present_one()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await first.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        await shard.NextAsync(acknowledge: false);
        await first.CloseAsync(4009);
        var second = await ShardUnderTest.ReadyAsync(peer, "s2");
        await second.DispatchAsync(2, "MESSAGE_CREATE", Empty);
        await shard.NextAsync(acknowledge: false);
        shard.Client.Acknowledge("s1", 2);
        shard.Client.Session!.Sequence.Should().Be(1);
        shard.Client.Acknowledge("s2", 2);
        shard.Client.Session!.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task Identifying_anew_ends_the_session_at_Discord_and_begins_another()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        var first = await ShardUnderTest.ReadyAsync(peer);
        await shard.ChangeAsync<GatewaySessionChange.Started>();
        var reidentifying = shard.Client.ReidentifyAsync("deaf", TestContext.Current.CancellationToken);
        (await first.ClosedAsync()).Should().Be(GatewayCloseCodes.Normal);
        await ShardUnderTest.ReadyAsync(peer, "s2");
        await reidentifying;
        (await shard.ChangeAsync<GatewaySessionChange.Lost>()).Session.SessionId.Should().Be("s1");
        shard.Client.Session!.SessionId.Should().Be("s2");
    }
}
