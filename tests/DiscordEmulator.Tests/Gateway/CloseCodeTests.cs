using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

public sealed class CloseCodeTests
{
    [Theory]
    [InlineData("not json", 4002)]
    [InlineData("[1]", 4002)]
    [InlineData("""{"op":77,"d":null}""", 4001)]
    [InlineData("""{"op":8,"d":{"guild_id":"1"}}""", 4003)]
    [InlineData("""{"op":2,"d":{"token":"wrong","intents":1,"properties":{}}}""", 4004)]
    [InlineData("""{"op":6,"d":{"token":"wrong","session_id":"x","seq":1}}""", 4004)]
    [InlineData("""{"op":2,"d":{"token":"emulator-token","intents":1,"properties":{},"shard":[2,2]}}""", 4010)]
    [InlineData("""{"op":2,"d":{"token":"emulator-token","intents":1073741824,"properties":{}}}""", 4013)]
    [InlineData("""{"op":2,"d":{"token":"emulator-token","intents":256,"properties":{}}}""", 4014)]
    public async Task A_wrong_payload_is_closed_with_its_code(string payload, int code)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.ConnectAsync();
        await probe.SendAsync(payload);
        (await probe.ClosedAsync()).Should().Be(code);
    }

    [Fact]
    public async Task A_payload_over_4096_bytes_is_a_decode_error()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.ConnectAsync();
        await probe.SendAsync($$"""{"op":1,"d":null,"x":"{{new string('x', 4096)}}"}""");
        (await probe.ClosedAsync()).Should().Be(4002);
    }

    [Fact]
    public async Task Another_version_is_refused()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.ConnectAsync(query: "?v=9&encoding=json");
        (await probe.ClosedAsync()).Should().Be(4012);
    }

    [Fact]
    public async Task A_second_identify_on_a_connection_is_refused()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await probe.IdentifyAsync(emulator.Options.Token);
        (await probe.ClosedAsync()).Should().Be(4005);
    }

    [Fact]
    public async Task More_than_120_payloads_in_a_minute_are_too_fast()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = clock);
        await using var probe = await emulator.ConnectAsync();
        for (var i = 0; i < 120; i++) await probe.SendAsync("""{"op":1,"d":null}""");
        for (var i = 0; i < 120; i++) await probe.OpAsync(11);
        await probe.SendAsync("""{"op":1,"d":null}""");
        (await probe.ClosedAsync()).Should().Be(4008);
    }

    [Fact]
    public async Task A_client_that_stops_beating_is_closed()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = clock);
        await using var probe = await emulator.IdentifyAsync();
        clock.Advance(TimeSpan.FromMilliseconds(41250 * 1.6));
        (await probe.ClosedAsync()).Should().Be(4009);
    }

    [Theory]
    [InlineData(SessionFault.Close, 4000, 4000)]
    [InlineData(SessionFault.Close, 4011, 4011)]
    [InlineData(SessionFault.Drop, null, null)]
    public async Task A_connection_ends_on_request(SessionFault fault, int? code, int? expected)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.FaultAsync(probe.SessionId, fault, code);
        (await probe.ClosedAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Heartbeats_are_acknowledged_until_told_otherwise()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await probe.SendAsync("""{"op":1,"d":1}""");
        await probe.OpAsync(11);
        (await emulator.Control.SessionsAsync()).Should().ContainSingle(s => s.HeartbeatSequence == 1 && s.Connected);
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.StopAck);
        await probe.SendAsync("""{"op":1,"d":1}""");
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.RequestHeartbeat);
        (await probe.NextAsync()).GetProperty("op").GetInt32().Should().Be(1, "no acknowledgement came before the request");
    }
}
