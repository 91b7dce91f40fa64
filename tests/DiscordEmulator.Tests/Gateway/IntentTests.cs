using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

public sealed class IntentTests
{
    private const int GuildsAndMessages = 1 | 512;

    [Fact]
    public async Task Without_the_content_intent_content_is_blank_except_for_mentions_of_the_bot_and_its_own_messages()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages | 4096);
        await using var privileged = await emulator.IdentifyAsync(GuildsAndMessages | 32768);
        await emulator.Control.PostAsync(channel.Id, user.Id, "secret");
        await emulator.Control.PostAsync(channel.Id, user.Id, $"hey <@{emulator.Options.ClientId}>");
        await emulator.CallAsync(HttpMethod.Post, $"channels/{channel.Id}/messages", new { content = "mine" });
        (await probe.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().BeEmpty();
        (await probe.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().StartWith("hey");
        (await probe.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("mine");
        (await privileged.EventAsync("MESSAGE_CREATE")).GetProperty("content").GetString().Should().Be("secret");
    }

    [Fact]
    public async Task A_direct_message_has_its_content_and_goes_to_shard_0()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, _) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(1 | 4096);
        var (_, direct) = await emulator.CallAsync(HttpMethod.Post, "users/@me/channels", new { recipient_id = user.Id.ToString(CultureInfo.InvariantCulture) });
        await emulator.Control.PostAsync(ulong.Parse(direct.GetProperty("id").GetString()!, CultureInfo.InvariantCulture), user.Id, "psst");
        var message = await probe.EventAsync("MESSAGE_CREATE");
        message.GetProperty("content").GetString().Should().Be("psst");
        message.TryGetProperty("guild_id", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Events_of_an_intent_that_was_not_asked_for_do_not_come()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages);
        await probe.EventAsync("GUILD_CREATE");
        var newcomer = await emulator.Control.CreateUserAsync("newcomer");
        await emulator.Control.JoinAsync(guild.Id, newcomer.Id);
        await emulator.Control.PostAsync(channel.Id, user.Id, "x");
        (await probe.EventsUntilAsync("MESSAGE_CREATE")).Should().Equal("MESSAGE_CREATE");
    }

    [Fact]
    public async Task Members_voice_and_messages_arrive_with_their_intents()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        var room = await emulator.Control.CreateChannelAsync(guild.Id, "Lounge", type: 2);
        var newcomer = await emulator.Control.CreateUserAsync("newcomer");
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.JoinAsync(guild.Id, newcomer.Id);
        await emulator.Control.VoiceAsync(guild.Id, newcomer.Id, new VoiceChange(room.Id));
        await emulator.Control.VoiceAsync(guild.Id, newcomer.Id, new VoiceChange(SelfMute: true));
        await emulator.Control.LeaveVoiceAsync(guild.Id, newcomer.Id);
        var said = await emulator.Control.PostAsync(channel.Id, user.Id, "x");
        await emulator.Control.EditAsync(channel.Id, said.Id, "y");
        await emulator.Control.DeleteAsync(channel.Id, said.Id);
        await emulator.Control.LeaveAsync(guild.Id, newcomer.Id);
        (await probe.EventsUntilAsync("GUILD_MEMBER_REMOVE")).Should().Equal("GUILD_CREATE", "GUILD_MEMBER_ADD", "VOICE_STATE_UPDATE", "VOICE_STATE_UPDATE",
            "VOICE_STATE_UPDATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "GUILD_MEMBER_REMOVE");
    }

    [Fact]
    public async Task An_edit_says_when_and_what_and_content_is_blank_without_the_intent()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages);
        await using var privileged = await emulator.IdentifyAsync(GuildsAndMessages | 32768);
        var said = await emulator.Control.PostAsync(channel.Id, user.Id, "frist");
        await emulator.Control.EditAsync(channel.Id, said.Id, "first");
        (await privileged.EventAsync("MESSAGE_CREATE")).GetProperty("edited_timestamp").ValueKind.Should().Be(JsonValueKind.Null);
        var edited = await privileged.EventAsync("MESSAGE_UPDATE");
        edited.GetProperty("id").GetString().Should().Be($"{said.Id}");
        edited.GetProperty("guild_id").GetString().Should().Be($"{guild.Id}");
        edited.GetProperty("content").GetString().Should().Be("first");
        edited.GetProperty("edited_timestamp").GetDateTimeOffset().Should().BeOnOrAfter(edited.GetProperty("timestamp").GetDateTimeOffset());
        var blank = await probe.EventAsync("MESSAGE_UPDATE");
        blank.GetProperty("content").GetString().Should().BeEmpty();
        blank.GetProperty("edited_timestamp").ValueKind.Should().Be(JsonValueKind.String);
    }

    [Fact]
    public async Task Messages_deleted_at_once_are_one_event_without_author_or_content()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages);
        var ids = new List<ulong>();
        for (var i = 0; i < 3; i++) ids.Add((await emulator.Control.PostAsync(channel.Id, user.Id, $"{i}")).Id);
        await emulator.Control.DeleteManyAsync(channel.Id, ids[0], ids[2]);
        var deleted = await probe.EventAsync("MESSAGE_DELETE_BULK");
        deleted.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("ids", "channel_id", "guild_id");
        deleted.GetProperty("ids").EnumerateArray().Select(i => i.GetString()).Should().Equal($"{ids[0]}", $"{ids[2]}");
        deleted.GetProperty("guild_id").GetString().Should().Be($"{guild.Id}");
        (await emulator.CallAsync(HttpMethod.Get, $"channels/{channel.Id}/messages")).Body.EnumerateArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_deleted_channel_is_told_in_full_and_a_thread_by_its_key()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, channel) = await emulator.SomeGuildAsync();
        var (one, other) = (await emulator.Control.CreateChannelAsync(guild.Id, "one", 11, channel.Id), await emulator.Control.CreateChannelAsync(guild.Id, "other", 11, channel.Id));
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages);
        await emulator.Control.DeleteChannelAsync(one.Id);
        (await probe.EventAsync("THREAD_DELETE")).EnumerateObject().Select(p => p.Name).Should().Equal("id", "guild_id", "parent_id", "type");
        await emulator.Control.DeleteChannelAsync(channel.Id);
        (await probe.EventAsync("CHANNEL_DELETE")).GetProperty("name").GetString().Should().Be("general");
        (await emulator.CallAsync(HttpMethod.Get, $"channels/{other.Id}")).Body.GetProperty("code").GetInt32().Should().Be(10003, "a thread goes with its channel");
    }

    [Fact]
    public async Task A_channel_may_be_shown_to_some_and_to_the_bot_alone()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync(GuildsAndMessages);
        await emulator.Control.OverwriteAsync(channel.Id, new Overwrite(guild.Id, false, 0, Permissions.ViewChannel), new Overwrite(emulator.Options.ClientId, true, Permissions.ViewChannel, 0));
        var update = await probe.EventAsync("CHANNEL_UPDATE");
        update.GetProperty("name").GetString().Should().Be("general");
        update.GetProperty("permission_overwrites").EnumerateArray().Select(o => (o.GetProperty("type").GetInt32(), o.GetProperty("allow").GetString(), o.GetProperty("deny").GetString()))
            .Should().Equal((0, "0", "1024"), (1, "1024", "0"));
    }

    [Fact]
    public async Task A_back_dated_message_carries_its_time_beside_the_frame()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await emulator.Control.PostAsync(channel.Id, user.Id, "then", at);
        var message = await probe.EventAsync("MESSAGE_CREATE");
        probe.LastText.Should().Contain($"\"op\":0,\"ts\":{at.ToUnixTimeMilliseconds()},\"d\":");
        message.GetProperty("timestamp").GetString().Should().Be("2026-01-02T03:04:05.000000+00:00");
    }

    [Fact]
    public async Task A_channel_that_gets_hidden_becomes_a_shell_and_its_messages_stop()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.HideChannelAsync(channel.Id, hidden: true);
        var shell = await probe.EventAsync("CHANNEL_UPDATE");
        shell.GetProperty("name").GetString().Should().Be("___hidden___");
        shell.GetProperty("flags").GetInt32().Should().Be(1 << 17);
        await emulator.Control.PostAsync(channel.Id, user.Id, "unseen");
        (await emulator.CallAsync(HttpMethod.Get, $"channels/{channel.Id}/messages")).Body.GetProperty("code").GetInt32().Should().Be(50001);
        (await emulator.CallAsync(HttpMethod.Get, $"guilds/{guild.Id}/channels")).Body.GetArrayLength().Should().Be(0);
        await emulator.Control.HideChannelAsync(channel.Id, hidden: false);
        (await probe.EventsUntilAsync("CHANNEL_UPDATE")).Should().Equal("CHANNEL_UPDATE");
    }

    [Fact]
    public async Task An_outage_and_a_removal_differ_in_one_field()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, _, _) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.BeginOutageAsync(guild.Id);
        (await probe.EventAsync("GUILD_DELETE")).GetProperty("unavailable").GetBoolean().Should().BeTrue();
        await emulator.Control.EndOutageAsync(guild.Id);
        await probe.EventAsync("GUILD_CREATE");
        await emulator.Control.RemoveBotAsync(guild.Id);
        (await probe.EventAsync("GUILD_DELETE")).TryGetProperty("unavailable", out _).Should().BeFalse();
        await emulator.Control.InstallBotAsync(guild.Id);
        await probe.EventAsync("GUILD_CREATE");
    }

    [Fact]
    public async Task All_members_come_in_chunks_and_only_once_in_30_s()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (guild, user, _) = await emulator.SomeGuildAsync();
        await using var probe = await emulator.IdentifyAsync();
        var ask = $$"""{"op":8,"d":{"guild_id":"{{guild.Id}}","query":"","limit":0,"nonce":"n"} }""";
        await probe.SendAsync(ask);
        var chunk = await probe.EventAsync("GUILD_MEMBERS_CHUNK");
        chunk.GetProperty("members").GetArrayLength().Should().Be(2);
        chunk.GetProperty("nonce").GetString().Should().Be("n");
        await probe.SendAsync(ask);
        (await probe.EventAsync("RATE_LIMITED")).GetProperty("retry_after").GetDouble().Should().BeInRange(1, 30);
        await probe.SendAsync($$"""{"op":8,"d":{"guild_id":"{{guild.Id}}","user_ids":["{{user.Id}}","5"]} }""");
        (await probe.EventAsync("GUILD_MEMBERS_CHUNK")).GetProperty("not_found")[0].GetUInt64().Should().Be(5);
    }
}
