using System.Text.Json;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

/// <summary>The product's gateway client while the server misbehaves, over real sockets.</summary>
public sealed class FaultTests
{
    private const int HeartbeatMs = 2000;

    /// <summary>What a fault leads to.</summary>
    public enum Outcome
    {
        Stays,
        Resumes,
        Identifies,
    }

    public static TheoryData<SessionFault, int?, Outcome, GatewayCompression> Faults()
    {
        var data = new TheoryData<SessionFault, int?, Outcome, GatewayCompression>();
        foreach (var compression in Enum.GetValues<GatewayCompression>())
        {
            data.Add(SessionFault.Malformed, null, Outcome.Resumes, compression);
            data.Add(SessionFault.UnknownOp, null, Outcome.Stays, compression);
            data.Add(SessionFault.UnknownEvent, null, Outcome.Stays, compression);
            data.Add(SessionFault.Oversized, 300 << 10, Outcome.Stays, compression);
            data.Add(SessionFault.Oversized, 2 << 20, Outcome.Identifies, compression);
            data.Add(SessionFault.Close, 4000, Outcome.Resumes, compression);
            data.Add(SessionFault.Close, 4007, Outcome.Identifies, compression);
            data.Add(SessionFault.Close, 4009, Outcome.Identifies, compression);
            data.Add(SessionFault.Reconnect, null, Outcome.Resumes, compression);
            data.Add(SessionFault.Invalidate, null, Outcome.Identifies, compression);
            data.Add(SessionFault.InvalidResumable, null, Outcome.Resumes, compression);
            data.Add(SessionFault.StopAck, null, Outcome.Resumes, compression);
            data.Add(SessionFault.RequestHeartbeat, null, Outcome.Stays, compression);
            data.Add(SessionFault.Drop, null, Outcome.Resumes, compression);
            data.Add(SessionFault.Repeat, null, Outcome.Stays, compression);
        }
        data.Add(SessionFault.Garble, null, Outcome.Resumes, GatewayCompression.ZlibStream);
        return data;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task After_a_fault_later_messages_arrive_once_and_in_order(SessionFault fault, int? code, Outcome outcome, GatewayCompression compression)
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.HeartbeatInterval = HeartbeatMs);
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var shard = new ShardAtWork(emulator, compression, maxPayload: 1 << 20);
        shard.Start();
        var began = (await shard.ChangeAsync<GatewaySessionChange.Started>()).Session;
        var posted = new List<ulong>();
        async Task PostAsync(int count)
        {
            for (var i = 0; i < count; i++) posted.Add((await emulator.Control.PostAsync(channel.Id, user.Id, $"{posted.Count}")).Id);
        }

        await PostAsync(2);
        await shard.MessageAsync(posted[^1]);
        await emulator.Control.FaultAsync(began.SessionId, fault, code);
        if (outcome == Outcome.Identifies)
        {
            // What was said until a new session began belongs to nobody: it is told as lost and fetched over REST.
            (await shard.ChangeAsync<GatewaySessionChange.Lost>()).Session.SessionId.Should().Be(began.SessionId);
            (await shard.ChangeAsync<GatewaySessionChange.Started>()).Session.SessionId.Should().NotBe(began.SessionId);
        }
        else
        {
            await PostAsync(3);
            if (outcome == Outcome.Resumes)
                (await shard.ChangeAsync<GatewaySessionChange.Resumed>()).Session.SessionId.Should().Be(began.SessionId);
        }
        await PostAsync(3);
        await shard.MessageAsync(posted[^1]);

        shard.Seen.Where(o => o.MessageId is not null).Select(o => o.MessageId!.Value).Should().Equal(posted);
        foreach (var session in shard.Seen.GroupBy(o => o.SessionId))
            session.Select(o => o.Sequence).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        shard.Identifies.Should().Be(outcome == Outcome.Identifies ? 2 : 1);
        shard.History.OfType<GatewaySessionChange.Resumed>().Any().Should().Be(outcome == Outcome.Resumes);
        (shard.Client.State, shard.Running.IsCompleted).Should().Be((ShardState.Active, false));
    }

    [Theory]
    [InlineData("MESSAGE_CREATE", """{"id":"99999999999999999999999","channel_id":"1","author":{"id":"2","username":"u"}}""")]
    [InlineData("MESSAGE_CREATE", """{"id":"1","channel_id":"-1","author":{"id":"2","username":"u"}}""")]
    [InlineData("MESSAGE_CREATE", """{"id":"1","channel_id":"1","author":{"id":"9223372036854775808","username":"u"}}""")]
    [InlineData("MESSAGE_CREATE", """{"id":"1","channel_id":"1","author":null}""")]
    [InlineData("MESSAGE_CREATE", """{"id":"1","channel_id":"1","guild_id":{"id":"3"},"author":{"id":"2"}}""")]
    [InlineData("MESSAGE_CREATE", "[]")]
    [InlineData("MESSAGE_CREATE", "null")]
    [InlineData("MESSAGE_UPDATE", """{"id":"1","channel_id":"1","edited_timestamp":"yesterday"}""")]
    [InlineData("MESSAGE_DELETE", """{"id":"12.5","channel_id":"1"}""")]
    [InlineData("MESSAGE_DELETE_BULK", """{"ids":["1","two"],"channel_id":"1"}""")]
    [InlineData("MESSAGE_REACTION_ADD", """{"user_id":"1","message_id":" 2","channel_id":"3"}""")]
    [InlineData("GUILD_CREATE", """{"id":18446744073709551615,"name":"g"}""")]
    [InlineData("GUILD_CREATE", """{"id":"1","name":"g","roles":{"0":"r"}}""")]
    [InlineData("GUILD_UPDATE", """{"name":"without an id"}""")]
    [InlineData("GUILD_DELETE", """{"id":""}""")]
    [InlineData("GUILD_MEMBER_ADD", """{"guild_id":"1","user":{"id":"0x2"},"roles":[]}""")]
    [InlineData("GUILD_MEMBER_UPDATE", """{"guild_id":"1","user":{"id":"2"},"roles":["admin"]}""")]
    [InlineData("GUILD_MEMBER_REMOVE", """{"guild_id":"1"}""")]
    [InlineData("GUILD_BAN_ADD", """{"guild_id":"1","user":"2"}""")]
    [InlineData("GUILD_ROLE_CREATE", """{"guild_id":"1","role":{"id":"2","name":"r","permissions":"all"}}""")]
    [InlineData("GUILD_ROLE_DELETE", """{"guild_id":"1","role_id":1e400}""")]
    [InlineData("CHANNEL_CREATE", """{"id":"1","type":"text"}""")]
    [InlineData("CHANNEL_DELETE", """{"id":[]}""")]
    [InlineData("THREAD_CREATE", """{"id":"1","type":11,"thread_metadata":"archived"}""")]
    [InlineData("THREAD_LIST_SYNC", """{"guild_id":"1","threads":[{"type":11}]}""")]
    [InlineData("VOICE_STATE_UPDATE", """{"guild_id":"1","user_id":null,"session_id":"s"}""")]
    [InlineData("VOICE_STATE_UPDATE", """{"guild_id":"1","channel_id":"1e3","user_id":"2"}""")]
    [InlineData("INVITE_DELETE", """{"guild_id":"1","channel_id":"2"}""")]
    [InlineData("INTERACTION_CREATE", """{"id":"1","type":2}""")]
    [InlineData("ENTITLEMENT_CREATE", """{"id":"1","sku_id":true}""")]
    public async Task A_dispatch_with_an_impossible_field_is_reported_and_the_session_goes_on(string name, string json)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var shard = new ShardAtWork(emulator);
        shard.Start();
        await shard.EventAsync("GUILD_CREATE");
        await emulator.Control.DispatchAsync(name, JsonElement.Parse(json));
        var broken = (await shard.EventAsync(name)).Broken;
        broken.Should().NotBeNull();
        broken!.EventName.Should().Be(name);
        broken.Field.Should().NotBeNullOrEmpty();
        var after = await emulator.Control.PostAsync(channel.Id, user.Id, "after");
        (await shard.MessageAsync(after.Id)).Sequence.Should().Be(shard.Seen[^2].Sequence + 1);
        (shard.Identifies, shard.History.Count).Should().Be((1, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_servers_own_time_of_an_event_counts_only_where_it_is_trusted(bool trust)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var shard = new ShardAtWork(emulator, trust: trust);
        var started = DateTimeOffset.UtcNow;
        shard.Start();
        await shard.EventAsync("GUILD_CREATE");
        var said = new DateTimeOffset(2025, 12, 31, 23, 59, 59, 123, TimeSpan.Zero);
        var backdated = await shard.MessageAsync((await emulator.Control.PostAsync(channel.Id, user.Id, "old", timestamp: said)).Id);
        var live = await shard.MessageAsync((await emulator.Control.PostAsync(channel.Id, user.Id, "new")).Id);
        if (trust) backdated.ReceivedAt.Should().Be(said);
        else backdated.ReceivedAt.Should().BeOnOrAfter(started);
        live.ReceivedAt.Should().BeOnOrAfter(started, "an event without a time of its own is stamped when it comes");
    }
}
