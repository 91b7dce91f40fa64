using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Replay;

public sealed class ReplayTests
{
    private static string Lines => string.Join('\n',
        """{"ts":"2014-12-01T08:00:00.123Z","channel":"a","author":"ada","author_id":"1","id":"x1","text":"first"}""",
        """{"ts":"2014-12-01T08:00:00.123Z","channel":"b","author":"bob","author_id":"2","id":"x2","text":"same ms"}""",
        """{"ts":"2014-12-02T08:00:00.000Z","channel":"a","author":"deleted-user","author_id":"","id":"x3","text":"gone"}""",
        $$"""{"ts":"2015-06-02T08:00:00.000Z","channel":"a","author":"ada renamed","author_id":"1","id":"x4","text":"{{new string('x', 2500)}}"}""");

    [Fact]
    public async Task A_replay_keeps_order_weekday_and_hour_and_counts_ids_within_a_millisecond()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Lines, TestContext.Current.CancellationToken);
        await using var emulator = await RunningEmulator.StartAsync();
        await using var probe = await emulator.IdentifyAsync();
        await emulator.Control.StartReplayAsync(new ReplayRequest(path));
        var guild = await probe.EventAsync("GUILD_CREATE");
        guild.GetProperty("channels").GetArrayLength().Should().Be(2);
        guild.GetProperty("member_count").GetInt32().Should().Be(5, "three authors, the owner and the bot");
        var ids = new List<ulong>();
        var authors = new List<string>();
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var message = await probe.EventAsync("MESSAGE_CREATE");
            ids.Add(ulong.Parse(message.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            authors.Add(message.GetProperty("author").GetProperty("id").GetString()!);
            length = message.GetProperty("content").GetString()!.Length;
        }
        var first = Snowflake.ToTime(ids[0]);
        first.Should().Be(new DateTimeOffset(2015, 1, 5, 8, 0, 0, 123, TimeSpan.Zero));
        (ids[0] & 0x3FFFFF).Should().Be(0);
        ids[1].Should().Be(ids[0] + 1);
        ids.Should().BeInAscendingOrder();
        authors[3].Should().Be(authors[0], "the id counts, not the name");
        authors.Distinct().Should().HaveCount(3);
        length.Should().Be(2000);
        var progress = await emulator.Control.ReplayAsync();
        (progress.Total, progress.ShiftWeeks, progress.Error).Should().Be((4, 5, null));
        File.Delete(path);
    }

    [Fact]
    public async Task A_missing_file_is_reported()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await emulator.Control.StartReplayAsync(new ReplayRequest("/nonexistent/file.jsonl"));
        ReplayProgress progress;
        do progress = await emulator.Control.ReplayAsync();
        while (!progress.Done);
        progress.Error.Should().NotBeNull();
    }
}
