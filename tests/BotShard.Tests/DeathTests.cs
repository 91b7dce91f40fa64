using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.BotShard.Tests;

/// <summary>Every process of the path dies once while messages flow; what the guild's grain counts is what was written.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class DeathTests
{
    private const int Messages = 6_000;
    private const int Authors = 23;
    private static readonly string[] Rooms = ["general", "random", "help"];
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(7);

    /// <summary>The whole file takes about this long, so that the deaths fall into its middle.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_counted_twice_whoever_is_killed()
    {
        using var file = new ChatFile(Lines());
        await using var all = await PipelineProcesses.StartAsync([], null, Cancellation);
        await all.Control.StartReplayAsync(new ReplayRequest(file.Path, Speed: Apart * Messages / Length));
        await all.StartWorkerAsync(Cancellation);

        await UntilSentAsync(all, 0.2);
        await DropAsync(all);
        await UntilSentAsync(all, 0.35);
        await all.KillSiloAsync(Cancellation);
        await UntilSentAsync(all, 0.55);
        await all.KillWorkerAsync(Cancellation);
        await UntilSentAsync(all, 0.7);
        await DropAsync(all);
        await all.KillSiloAsync(Cancellation);
        await UntilSentAsync(all, 1);

        var replay = await all.Control.ReplayAsync();
        var expected = Expected(replay.ShiftWeeks);
        var grain = all.Grains.GetGrain<IGuildGrain>((long)replay.GuildId!.Value);
        var (first, last) = (expected.Keys.Min(), expected.Keys.Max());
        // A bound of its own each time: a report is kept for a while.
        await Polling.UntilAsync(async () => await TryReadAsync(grain, first.AddDays(-Random.Shared.Next(1, 300)), last) is { Totals.Messages: >= Messages }, Cancellation);

        ActivityReport? report = null;
        await Polling.UntilAsync(async () => (report = await TryReadAsync(grain, first, last)) is not null, Cancellation);
        report!.Totals.Should().BeEquivalentTo(new { Messages, Authors });
        report.Days.ToDictionary(d => d.Date, d => (d.Messages, d.Authors)).Should().Equal(expected);
        report.Channels.ToDictionary(c => c.Name!, c => c.Messages).Should().Equal(Rooms.ToDictionary(r => r, _ => (long)Messages / Rooms.Length));
    }

    // Null while the cluster has not found out yet that its silo died.
    private static async Task<ActivityReport?> TryReadAsync(IGuildGrain grain, DateOnly first, DateOnly last)
    {
        try
        {
            return await grain.GetActivityAsync(first, last);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StorageUnavailableException)
        {
            return null;
        }
    }

    private static async Task DropAsync(PipelineProcesses all)
    {
        foreach (var session in await all.Control.SessionsAsync())
            if (session.Connected) await all.Control.FaultAsync(session.Id, SessionFault.Drop);
    }

    private static Task UntilSentAsync(PipelineProcesses all, double share) =>
        Polling.UntilAsync(async () => (await all.Control.ReplayAsync()) is var r && (share < 1 ? r.Sent >= share * Messages : r.Done), Cancellation);

    private static IEnumerable<string> Lines() => Enumerable.Range(0, Messages).Select(i => JsonSerializer.Serialize(new
    {
        ts = (Start + (Apart * i)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        channel = Rooms[i % Rooms.Length],
        author = $"author {i % Authors}",
        author_id = $"{i % Authors:x24}",
        id = $"{i:x24}",
        text = "hello",
    }));

    private static Dictionary<DateOnly, (long, int)> Expected(int shiftWeeks) => Enumerable.Range(0, Messages)
        .Select(i => (Day: DateOnly.FromDateTime((Start + (Apart * i)).UtcDateTime).AddDays(shiftWeeks * 7), Author: i % Authors))
        .GroupBy(m => m.Day)
        .ToDictionary(g => g.Key, g => ((long)g.Count(), g.Select(m => m.Author).Distinct().Count()));
}
