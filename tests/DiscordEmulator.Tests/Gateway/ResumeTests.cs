using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_missed_comes_again_in_order_and_then_RESUMED(bool compressed)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        var probe = await emulator.IdentifyAsync(compressed: compressed);
        await probe.EventAsync("GUILD_CREATE");
        var (session, sequence) = (probe.SessionId, probe.LastSequence);
        await emulator.Control.FaultAsync(session, SessionFault.Drop);
        await probe.ClosedAsync();
        await probe.DisposeAsync();
        for (var i = 0; i < 3; i++) await emulator.Control.PostAsync(channel.Id, user.Id, $"missed {i}");
        await using var again = await emulator.ConnectAsync(compressed);
        await again.ResumeAsync(emulator.Options.Token, session, sequence);
        for (var i = 0; i < 3; i++)
        {
            (await again.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be($"missed {i}");
            again.LastSequence.Should().Be(sequence + 1 + i);
        }
        (await again.EventsUntilAsync("RESUMED")).Should().Equal("RESUMED");
        await emulator.Control.PostAsync(channel.Id, user.Id, "live");
        (await again.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("live");
    }

    [Fact]
    public async Task A_later_resume_replays_only_its_own_RESUMED()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        await probe.EventAsync("GUILD_CREATE");
        var (session, sequence) = (probe.SessionId, probe.LastSequence);
        foreach (var text in (string[])["one", "two"])
        {
            await emulator.Control.PostAsync(channel.Id, user.Id, text);
            await using var again = await emulator.ConnectAsync();
            await again.ResumeAsync(emulator.Options.Token, session, sequence);
            var names = await again.EventsUntilAsync("RESUMED");
            names.Should().Equal(Enumerable.Repeat("MESSAGE_CREATE", names.Count - 1).Append("RESUMED"));
        }
    }

    [Fact]
    public async Task A_sequence_from_the_future_is_4007()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await using var again = await emulator.ConnectAsync();
        await again.ResumeAsync(emulator.Options.Token, probe.SessionId, 99);
        (await again.ClosedAsync()).Should().Be(4007);
    }

    [Fact]
    public async Task An_unknown_session_is_invalid()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.ConnectAsync();
        await probe.ResumeAsync(emulator.Options.Token, "unknown", 1);
        (await probe.OpAsync(9)).GetProperty("d").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_session_outlives_its_connection_by_its_lifetime_only()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => o.Clock = clock);
        await using var probe = await emulator.IdentifyAsync();
        await probe.CloseAsync(4000);
        await emulator.DisconnectedAsync(probe.SessionId);
        clock.Advance(TimeSpan.FromSeconds(80));
        await using var soon = await emulator.ConnectAsync();
        await soon.ResumeAsync(emulator.Options.Token, probe.SessionId, 1);
        await soon.EventAsync("RESUMED");
        await soon.CloseAsync(4000);
        await emulator.DisconnectedAsync(probe.SessionId);
        clock.Advance(TimeSpan.FromSeconds(91));
        await using var late = await emulator.ConnectAsync();
        await late.ResumeAsync(emulator.Options.Token, probe.SessionId, 1);
        (await late.OpAsync(9)).GetProperty("d").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    public async Task A_normal_close_ends_the_session(int code)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await probe.CloseAsync(code);
        await emulator.DisconnectedAsync(probe.SessionId);
        await using var again = await emulator.ConnectAsync();
        await again.ResumeAsync(emulator.Options.Token, probe.SessionId, 1);
        (await again.OpAsync(9)).GetProperty("d").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_sequence_that_fell_out_of_the_buffer_is_invalid()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.ReplayBufferSize = 4);
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        for (var i = 0; i < 6; i++) await emulator.Control.PostAsync(channel.Id, user.Id, "x");
        await using var again = await emulator.ConnectAsync();
        await again.ResumeAsync(emulator.Options.Token, probe.SessionId, 1);
        (await again.OpAsync(9)).GetProperty("d").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData(SessionFault.Reconnect, 7)]
    [InlineData(SessionFault.Invalidate, 9)]
    [InlineData(SessionFault.InvalidResumable, 9)]
    [InlineData(SessionFault.UnknownOp, 77)]
    public async Task Control_payloads_are_sent_on_request(SessionFault fault, int op)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.FaultAsync(probe.SessionId, fault);
        await probe.OpAsync(op);
    }

    [Fact]
    public async Task A_stalled_connection_keeps_its_events_for_later()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        await probe.EventAsync("GUILD_CREATE");
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.Stall);
        await emulator.Control.PostAsync(channel.Id, user.Id, "held");
        var held = (await emulator.Control.SessionsAsync()).Single();
        held.SentSequence.Should().BeLessThan(held.Sequence);
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.Unstall);
        (await probe.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("held");
    }

    [Fact]
    public async Task A_garbled_payload_cannot_be_inflated_or_read()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync(compressed: true);
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.Garble);
        await emulator.Control.FaultAsync(probe.SessionId, SessionFault.UnknownEvent);
        var read = async () => (await probe.EventAsync("SOMETHING_NEW")).GetRawText().Should().Be("""{"id":"1","shape":["unknown"]}""");
        await read.Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task A_raw_dispatch_arrives_as_it_was_given()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.DispatchAsync("ENTITLEMENT_CREATE", JsonSerializer.Deserialize<JsonElement>("""{"id":"5"}"""));
        (await probe.EventAsync("ENTITLEMENT_CREATE")).GetProperty("id").GetString().Should().Be("5");
    }
}
