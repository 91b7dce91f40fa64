using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Firehose;

public sealed class FirehoseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_arrive_once_in_order_among_other_traffic_and_survive_a_resume(bool compressed)
    {
        const int events = 9000;
        await using var emulator = await RunningEmulator.StartAsync();
        var probe = await emulator.IdentifyAsync(compressed: compressed);
        await emulator.Control.PrepareFirehoseAsync(new FirehoseRequest(Guilds: 5, Events: events));
        FirehoseProgress progress;
        do progress = await emulator.Control.FirehoseAsync();
        while (progress.State != FirehoseState.Ready);
        progress.JsonBytes.Should().BeInRange(600, 950);
        await emulator.Control.StartFirehoseAsync();
        ulong last = 0;
        var guilds = new HashSet<string>();
        async Task ReadAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var message = await probe.EventAsync("MESSAGE_CREATE");
                var id = ulong.Parse(message.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                id.Should().BeGreaterThan(last);
                last = id;
                guilds.Add(message.GetProperty("guild_id").GetString()!);
            }
        }
        await ReadAsync(1000);
        await probe.SendAsync("""{"op":1,"d":1000}""");
        await probe.OpAsync(11);
        var (session, sequence) = (probe.SessionId, probe.LastSequence);
        await emulator.Control.FaultAsync(session, SessionFault.Drop);
        await probe.DisposeAsync();
        probe = await emulator.ConnectAsync(compressed);
        await probe.ResumeAsync(emulator.Options.Token, session, sequence);
        var rest = progress.Parts[0].FirstSequence + events - 1 - sequence;
        var firstAfter = sequence + 1;
        last = 0;
        await ReadAsync(1);
        probe.LastSequence.Should().Be(firstAfter);
        await ReadAsync((int)rest - 1);
        await probe.EventAsync("RESUMED");
        guilds.Should().HaveCount(5);
        (await emulator.Control.FirehoseTimesAsync(0, 0, events)).Should().HaveCount(events).And.OnlyContain(t => t > 0).And.BeInAscendingOrder();
        (await emulator.Control.FirehoseAsync()).State.Should().Be(FirehoseState.Done);
        await probe.DisposeAsync();
    }

    [Fact]
    public async Task Quiet_guilds_are_announced_and_a_firehose_can_speak_in_the_same_guilds_again()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.FoundQuietGuildsAsync(1200);
        var quiet = new HashSet<string>();
        for (var i = 0; i < 1200; i++) quiet.Add((await probe.EventAsync("GUILD_CREATE")).GetProperty("id").GetString()!);
        quiet.Should().HaveCount(1200);

        var first = await SpeakAsync(emulator, probe, new FirehoseRequest(Guilds: 5, Events: 100));
        var second = await SpeakAsync(emulator, probe, new FirehoseRequest(Events: 100, SameGuilds: true));
        second.Should().BeEquivalentTo(first).And.HaveCount(5).And.NotIntersectWith(quiet);
    }

    private static async Task<HashSet<string>> SpeakAsync(RunningEmulator emulator, GatewayProbe probe, FirehoseRequest request)
    {
        await emulator.Control.PrepareFirehoseAsync(request);
        while ((await emulator.Control.FirehoseAsync()).State != FirehoseState.Ready) await Task.Delay(10, TestContext.Current.CancellationToken);
        await emulator.Control.StartFirehoseAsync();
        var guilds = new HashSet<string>();
        for (var i = 0; i < request.Total; i++) guilds.Add((await probe.EventAsync("MESSAGE_CREATE")).GetProperty("guild_id").GetString()!);
        return guilds;
    }
}
