using System.Text.Json;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

public sealed class IdentifyTests
{
    [Fact]
    public async Task Hello_comes_first_and_names_the_interval()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.HeartbeatInterval = 12345);
        await using var probe = await emulator.ConnectAsync();
        var hello = await probe.NextAsync();
        hello.GetProperty("op").GetInt32().Should().Be(10);
        hello.GetProperty("d").GetProperty("heartbeat_interval").GetInt32().Should().Be(12345);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    public async Task Ready_lists_the_guilds_and_each_follows_in_full(bool compressed, int splitAt)
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.SplitCompressedAt = splitAt);
        var (guild, _, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.ConnectAsync(compressed);
        await probe.IdentifyAsync(emulator.Options.Token);
        var ready = await probe.EventAsync("READY");
        ready.GetProperty("v").GetInt32().Should().Be(10);
        ready.GetProperty("private_channels").GetArrayLength().Should().Be(0);
        ready.GetProperty("guilds")[0].GetRawText().Should().Be($$"""{"id":"{{guild.Id}}","unavailable":true}""");
        ready.GetProperty("resume_gateway_url").GetString().Should().StartWith("ws://127.0.0.1:");
        var created = await probe.EventAsync("GUILD_CREATE");
        created.GetProperty("member_count").GetInt32().Should().Be(2);
        created.GetProperty("members").GetArrayLength().Should().Be(1, "without the presences intent only the bot and those in voice are listed");
        created.GetProperty("channels")[0].GetProperty("id").GetString().Should().Be(channel.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var name in (string[])["presences", "threads", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds"])
            created.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Array);
    }

    [Fact]
    public async Task A_frame_starts_with_t_s_op_d()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        probe.LastText.Should().StartWith("""{"t":"READY","s":1,"op":0,"d":{""");
    }

    [Fact]
    public async Task A_second_identify_of_the_same_key_within_the_interval_is_invalid_and_costs_budget()
    {
        var clock = ManualClock.Some();
        await using var emulator = await RunningEmulator.StartAsync(o => (o.Clock, o.IdentifyInterval, o.MaxConcurrency) = (clock, TimeSpan.FromSeconds(5), 2));
        await using var first = await emulator.IdentifyAsync(shard: 0, shards: 4);
        await using var other = await emulator.IdentifyAsync(shard: 1, shards: 4);
        await using var early = await emulator.ConnectAsync();
        await early.IdentifyAsync(emulator.Options.Token, shard: 2, shards: 4);
        (await early.OpAsync(9)).GetProperty("d").GetBoolean().Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(5));
        await early.IdentifyAsync(emulator.Options.Token, shard: 2, shards: 4);
        await early.EventAsync("READY");
        var (_, answer) = await emulator.CallAsync(HttpMethod.Get, "gateway/bot");
        answer.GetProperty("session_start_limit").GetProperty("remaining").GetInt32().Should().Be(996);
    }

    [Fact]
    public async Task A_guild_belongs_to_the_shard_of_its_id_and_both_sessions_of_a_shard_hear_it()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (even, _, evenChannel) = await emulator.SomeGuildAsync(id: 1000UL << 22);
        var (odd, _, oddChannel) = await emulator.SomeGuildAsync(id: 1001UL << 22);
        await using var first = await emulator.IdentifyAsync(shard: 0, shards: 2);
        await using var twin = await emulator.IdentifyAsync(shard: 0, shards: 2);
        await using var second = await emulator.IdentifyAsync(shard: 1, shards: 2);
        await emulator.Control.PostAsync(evenChannel.Id, even.OwnerId, "even");
        await emulator.Control.PostAsync(oddChannel.Id, odd.OwnerId, "odd");
        (await first.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("even");
        (await twin.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("even");
        (await second.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("odd");
    }
}
