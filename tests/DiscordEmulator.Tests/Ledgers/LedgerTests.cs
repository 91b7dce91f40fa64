using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Ledgers;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Ledgers;

public sealed class LedgerTests
{
    private static Task<RunningEmulator> StartAsync() => RunningEmulator.StartAsync(o => (o.Ledger, o.StampDispatches) = (true, true));

    [Fact]
    public async Task It_names_what_went_to_whom_under_which_sequence_and_time()
    {
        await using var emulator = await StartAsync();
        var (guild, user, channel) = await emulator.SomeGuildAsync();
        await emulator.Control.PostAsync(channel.Id, user.Id, "is anybody there?");
        await using var probe = await emulator.IdentifyAsync();
        await probe.EventAsync("GUILD_CREATE");
        var message = await emulator.Control.PostAsync(channel.Id, user.Id, "hello");
        await probe.EventAsync("MESSAGE_CREATE");

        var (entries, _) = await emulator.Control.LedgerEntriesAsync(0);

        entries.Select(e => e.Kind).Should().Equal(LedgerKind.Message, LedgerKind.Available, LedgerKind.Message);
        entries[0].Deliveries.Should().BeEmpty("nobody was connected");
        entries[1].Deliveries.Should().Equal(new LedgerDelivery(0, 2));
        entries[2].Should().BeEquivalentTo(new { GuildId = guild.Id, message.Id, UserId = user.Id, ChannelId = channel.Id, IsBot = false });
        entries[2].Deliveries.Should().Equal(new LedgerDelivery(0, probe.LastSequence));
        probe.LastText.Should().Contain($"\"ts\":{entries[2].At}");
    }

    [Fact]
    public async Task It_can_be_read_on_from_where_it_ended()
    {
        await using var emulator = await StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await emulator.Control.PostAsync(channel.Id, user.Id, "one");
        await emulator.Control.LedgerAsync();
        var (_, next) = await emulator.Control.LedgerEntriesAsync(0);
        await emulator.Control.PostAsync(channel.Id, user.Id, "hello");

        var (entries, end) = await emulator.Control.LedgerEntriesAsync(next);

        entries.Should().ContainSingle().Which.Kind.Should().Be(LedgerKind.Message);
        (await emulator.Control.LedgerEntriesAsync(end)).Entries.Should().BeEmpty();
        (await emulator.Control.LedgerAsync()).Should().BeEquivalentTo(new { Entries = 2, Bytes = end });
    }

    [Fact]
    public async Task A_session_that_expires_is_lost_and_one_that_its_client_ends_is_not()
    {
        await using var emulator = await StartAsync();
        await emulator.SomeGuildAsync();
        await using var one = await emulator.IdentifyAsync();
        await using var other = await emulator.IdentifyAsync();
        await one.EventAsync("GUILD_CREATE");
        await other.EventAsync("GUILD_CREATE");
        await emulator.Control.FaultAsync(one.SessionId, SessionFault.Expire);
        await other.CloseAsync(1000);
        await emulator.DisconnectedAsync(other.SessionId);

        (await emulator.Control.LedgerAsync()).Sessions.Should().SatisfyRespectively(
            lost => lost.Should().BeEquivalentTo(new { Id = one.SessionId, IsLost = true }),
            ended => ended.Should().BeEquivalentTo(new { Id = other.SessionId, IsLost = false }));
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_switched_on()
    {
        await using var emulator = await RunningEmulator.StartAsync();

        await FluentActions.Awaiting(emulator.Control.LedgerAsync).Should().ThrowAsync<HttpRequestException>();
    }
}
