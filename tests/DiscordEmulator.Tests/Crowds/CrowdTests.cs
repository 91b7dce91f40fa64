using System.Text.Json;
using CommunityIntel.DiscordEmulator.Crowds;
using CommunityIntel.DiscordEmulator.Ledgers;
using CommunityIntel.DiscordEmulator.Tests.Hosting;

namespace CommunityIntel.DiscordEmulator.Tests.Crowds;

public sealed class CrowdTests
{
    [Fact]
    public async Task It_speaks_and_moves_and_what_it_says_can_be_fetched()
    {
        await using var emulator = await RunningEmulator.StartAsync(o => o.Ledger = true);
        await emulator.Control.FoundCrowdAsync(new CrowdRequest(Guilds: 3, UsersPerGuild: 12, Rate: 2_000));
        while ((await emulator.Control.CrowdAsync()).Events < 500) await Task.Yield();
        var stopped = await emulator.Control.PaceCrowdAsync(0);

        (await emulator.Control.CrowdAsync()).Events.Should().Be(stopped.Events, "nothing happens at the old rate any more");
        var (entries, _) = await emulator.Control.LedgerEntriesAsync(0);
        entries.Select(e => e.Kind).Distinct().Order().Should().Equal([LedgerKind.Message, LedgerKind.Voice, LedgerKind.Joined, LedgerKind.Left]);
        entries.Where(e => e.Kind == LedgerKind.Message).Select(e => e.Id).Should().OnlyHaveUniqueItems();
        var last = entries.Last(e => e.Kind == LedgerKind.Message);
        var (status, messages) = await emulator.CallAsync(HttpMethod.Get, $"channels/{last.ChannelId}/messages?limit=1");
        status.Should().Be(200);
        messages[0].GetProperty("id").GetString().Should().Be($"{last.Id}");
    }

    [Fact]
    public async Task There_is_one_crowd()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        await emulator.Control.FoundCrowdAsync(new CrowdRequest(Guilds: 1));

        await FluentActions.Awaiting(() => emulator.Control.FoundCrowdAsync(new CrowdRequest(Guilds: 1))).Should().ThrowAsync<HttpRequestException>();
    }
}
