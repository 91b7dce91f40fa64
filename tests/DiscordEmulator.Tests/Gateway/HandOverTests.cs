using CommunityIntel.Discord.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

/// <summary>A session that goes from one instance of the product's client to another.</summary>
public sealed class HandOverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GatewayCompression.None)]
    [InlineData(GatewayCompression.ZlibStream)]
    public async Task The_next_owner_resumes_without_an_identify_and_misses_nothing(GatewayCompression compression)
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        Task<Control.MessageView> PostAsync(string text) => emulator.Control.PostAsync(channel.Id, user.Id, text);
        await using var first = new ShardAtWork(emulator, compression);
        first.Start();
        await first.EventAsync("GUILD_CREATE");
        var seen = await first.MessageAsync((await PostAsync("before")).Id);
        var session = await first.Client.DetachAsync(Ct);
        session!.Sequence.Should().Be(seen.Sequence);
        await emulator.DisconnectedAsync(session.SessionId);
        (await emulator.Control.SessionsAsync()).Should().ContainSingle(s => s.Id == session.SessionId, "the close leaves the session to the next owner");

        ulong[] missed = [(await PostAsync("missed 1")).Id, (await PostAsync("missed 2")).Id];
        await using var second = new ShardAtWork(emulator, compression);
        second.Start(session);
        await second.MessageAsync(missed[1]);
        (await second.ChangeAsync<GatewaySessionChange.Resumed>()).ReplayedCount.Should().Be(2);
        var live = await second.MessageAsync((await PostAsync("live")).Id);

        second.Seen.Where(o => o.MessageId is not null).Select(o => (o.MessageId!.Value, o.IsReplay))
            .Should().Equal((missed[0], true), (missed[1], true), (live.MessageId!.Value, false));
        second.Seen.Should().OnlyContain(o => o.SessionId == session.SessionId);
        (first.Identifies, second.Identifies).Should().Be((1, 0));
    }

    [Fact]
    public async Task After_a_crash_what_was_not_acknowledged_comes_again_to_the_next_owner()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var (_, user, channel) = await emulator.SomeGuildAsync();
        await using var first = new ShardAtWork(emulator);
        first.Start();
        await first.EventAsync("GUILD_CREATE");
        var kept = await first.MessageAsync((await emulator.Control.PostAsync(channel.Id, user.Id, "kept")).Id);
        ulong[] lost = [(await emulator.Control.PostAsync(channel.Id, user.Id, "1")).Id, (await emulator.Control.PostAsync(channel.Id, user.Id, "2")).Id];
        await first.MessageAsync(lost[1], acknowledge: false);
        var saved = first.Client.Session!;
        saved.Sequence.Should().Be(kept.Sequence);
        await first.CrashAsync();
        await first.DisposeAsync();

        await using var second = new ShardAtWork(emulator);
        second.Start(saved);
        await second.MessageAsync(lost[1]);
        second.Seen.Where(o => o.MessageId is not null).Select(o => o.MessageId!.Value).Should().Equal(lost);
        second.Identifies.Should().Be(0);
    }
}
