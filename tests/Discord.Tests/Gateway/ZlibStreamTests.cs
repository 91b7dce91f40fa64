using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Tests.Peers;

namespace CommunityIntel.Discord.Tests.Gateway;

public sealed class ZlibStreamTests
{
    [Fact]
    public async Task Payloads_may_be_split_over_messages_anywhere()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, GatewayCompression.ZlibStream);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        connection.Query.Should().Contain("compress=zlib-stream");
        for (var sequence = 2; sequence < 40; sequence++)
        {
            var bytes = connection.Encode($$$"""{"t":"MESSAGE_CREATE","s":{{{sequence}}},"op":0,"d":{"content":"{{{new string('é', sequence * 50)}}}"}}""");
            var cut = bytes.Length * (sequence % 7) / 7;
            if (cut > 0)
                await connection.SendBytesAsync(bytes.AsMemory(0, cut));
            await connection.SendBytesAsync(bytes.AsMemory(cut));
        }
        for (var sequence = 2; sequence < 40; sequence++)
            (await shard.NextAsync()).Sequence.Should().Be(sequence);
    }

    [Fact]
    public async Task A_garbage_byte_costs_the_connection_and_no_event()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, GatewayCompression.ZlibStream);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        await connection.DispatchAsync(2, "MESSAGE_CREATE", "{}");
        var bytes = connection.Encode("""{"t":"MESSAGE_CREATE","s":3,"op":0,"d":{"content":"some text"}}""");
        bytes[0] = 0x07;
        await connection.SendBytesAsync(bytes);
        (await connection.ClosedAsync()).Should().Be(GatewayCloseCodes.Resumable);
        var (second, _, sequence) = await ShardUnderTest.ResumingAsync(peer);
        sequence.Should().Be(2);
        await second.DispatchAsync(3, "MESSAGE_CREATE", "{}");
        (await shard.NextAsync()).Sequence.Should().Be(2);
        (await shard.NextAsync()).Should().Be(("MESSAGE_CREATE", 3L, true));
    }

    [Fact]
    public async Task A_payload_above_the_bound_costs_the_connection()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer, GatewayCompression.ZlibStream, maxPayload: 100_000);
        shard.Start();
        var connection = await ShardUnderTest.ReadyAsync(peer);
        await connection.DispatchAsync(2, "MESSAGE_CREATE", $$"""{"content":"{{new string('a', 200_000)}}"}""");
        (await connection.ClosedAsync()).Should().Be(GatewayCloseCodes.Resumable);
        await ShardUnderTest.ResumingAsync(peer);
    }

    [Fact]
    public async Task What_is_not_JSON_again_and_again_ends_the_session_not_the_shard()
    {
        await using var peer = await ScriptedGateway.StartAsync();
        await using var shard = new ShardUnderTest(peer);
        shard.Start();
        await (await ShardUnderTest.ReadyAsync(peer)).SendAsync("{nonsense");
        for (var i = 0; i < 5; i++)
            await (await ShardUnderTest.ResumingAsync(peer)).Connection.SendAsync("[]");
        await ShardUnderTest.ReadyAsync(peer, "s2");
        (await shard.ChangeAsync<GatewaySessionChange.Lost>()).Session.SessionId.Should().Be("s1");
    }
}
