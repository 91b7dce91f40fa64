using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Communities;

public sealed class HistoryTests
{
    private static void Small(DiscordEmulatorOptions options, ManualClock clock, int seed = 3)
    {
        (options.EmptyWorld, options.Communities, options.LargestCommunity, options.HistoryDays, options.MessagesPerDay) = (false, 3, 60, 10, 60);
        (options.Clock, options.Seed, options.RateLimits) = (clock, seed, false);
    }

    // Everything with a time of its own, up to a marker that is sent once the history is complete.
    private static async Task<List<string>> HistoryAsync(RunningEmulator emulator)
    {
        await using var probe = await emulator.IdentifyAsync();
        var marked = MarkEndAsync(emulator);
        var events = new List<string>();
        while (true)
        {
            var before = probe.LastSequence;
            var payload = await probe.NextAsync();
            if (payload.GetProperty("op").GetInt32() is var op && op != 0)
            {
                if (op == 1) await probe.HeartbeatAsync();
                continue;
            }
            probe.LastSequence.Should().Be(before + 1, "nothing may be dropped");
            if (payload.GetProperty("t").ValueEquals("HISTORY_END")) break;
            if (payload.TryGetProperty("ts", out _)) events.Add(probe.LastText[probe.LastText.IndexOf("\"op\"", StringComparison.Ordinal)..]);
        }
        await marked;
        return events;
    }

    private static async Task MarkEndAsync(RunningEmulator emulator)
    {
        await emulator.Control.HistoryDoneAsync();
        await emulator.Control.DispatchAsync("HISTORY_END", JsonSerializer.Deserialize<JsonElement>("{}"));
    }

    // Voice session ids are drawn anew each time.
    private static string Digest(IEnumerable<string> events) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', events.Where(e => !e.Contains("session_id", StringComparison.Ordinal))))));

    [Fact]
    public async Task The_same_seed_tells_the_same_history_and_another_one_another()
    {
        var digests = new List<string>();
        foreach (var seed in (int[])[3, 3, 4])
        {
            await using var emulator = await RunningEmulator.StartAsync(o => Small(o, ManualClock.Some(), seed));
            digests.Add(Digest(await HistoryAsync(emulator)));
        }
        digests[1].Should().Be(digests[0]);
        digests[2].Should().NotBe(digests[0]);
    }

    [Fact]
    public async Task History_is_in_time_order_holds_voice_and_can_be_paged_by_REST()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => Small(o, ManualClock.Some()));
        var events = (await HistoryAsync(emulator)).Select(e => JsonSerializer.Deserialize<JsonElement>("{" + e)).ToList();
        events.Select(e => e.GetProperty("ts").GetInt64()).Should().BeInAscendingOrder();
        events.Any(e => e.GetProperty("d").TryGetProperty("session_id", out _)).Should().BeTrue();
        var said = events.Select(e => e.GetProperty("d")).Where(d => d.TryGetProperty("content", out _)).GroupBy(d => d.GetProperty("channel_id").GetString()!).MaxBy(g => g.Count())!;
        var paged = new List<string>();
        for (var before = ""; ;)
        {
            var (_, page) = await emulator.CallAsync(HttpMethod.Get, $"channels/{said.Key}/messages?limit=50{before}");
            if (page.GetArrayLength() == 0) break;
            paged.AddRange(page.EnumerateArray().Select(m => m.GetProperty("id").GetString()! + m.GetProperty("content").GetString()));
            before = "&before=" + page[page.GetArrayLength() - 1].GetProperty("id").GetString();
        }
        paged.AsEnumerable().Reverse().Should().Equal(said.Select(d => d.GetProperty("id").GetString()! + d.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task A_restart_tells_only_what_happened_in_between()
    {
        var folder = Directory.CreateTempSubdirectory("emulator").FullName;
        var clock = ManualClock.Some();
        long firstTotal, lastMs;
        List<ulong> guilds;
        await using (var emulator = await RunningEmulator.StartAsync(o => { Small(o, clock); o.DataFolder = folder; }))
        {
            var events = await HistoryAsync(emulator);
            (firstTotal, lastMs) = (events.Count, clock.GetUtcNow().ToUnixTimeMilliseconds());
            guilds = [.. (await emulator.Control.GuildsAsync()).Select(g => g.Id)];
        }
        clock.Advance(TimeSpan.FromDays(2));
        await using var again = await RunningEmulator.StartAsync(o => { Small(o, clock); o.DataFolder = folder; });
        (await again.Control.GuildsAsync()).Select(g => g.Id).Should().Equal(guilds);
        var later = await HistoryAsync(again);
        later.Should().HaveCountGreaterThan(10).And.HaveCountLessThan((int)firstTotal);
        later.Select(e => JsonSerializer.Deserialize<JsonElement>("{" + e).GetProperty("ts").GetInt64()).Should().OnlyContain(ts => ts >= lastMs);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_community_starts_without_the_bot_and_the_others_span_two_languages()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => Small(o, ManualClock.Some()));
        var guilds = await emulator.Control.GuildsAsync();
        guilds.Count(g => !g.Bot).Should().Be(1);
        guilds.Select(g => g.Locale).Distinct().Should().HaveCount(2);
        guilds.Should().OnlyContain(g => g.Members >= 5);
    }

    [Fact]
    public async Task History_waits_for_a_session_and_never_overflows_its_buffer()
    {
        await using var emulator = await RunningEmulator.StartAsync(o =>
        {
            Small(o, ManualClock.Some());
            (o.HistoryDays, o.MessagesPerDay, o.ReplayBufferSize) = (30, 300, 8192);
        });
        (await emulator.Control.HistoryAsync()).Sent.Should().Be(0);
        var events = await HistoryAsync(emulator);
        events.Should().HaveCountGreaterThan(10_000);
        (await emulator.Control.HistoryAsync()).Done.Should().BeTrue();
    }
}
