using System.Globalization;
using System.Text.Json;
using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Commands;

/// <summary>
/// What commands got, from INTERACTION_CREATE to the first response as the local Discord saw both. <c>First</c>: those of the first seconds
/// of a worker's life, which are in no other figure.
/// </summary>
internal sealed record CommandResult(
    double MessagesPerSecond, int Started, int Unanswered, Latencies All, IReadOnlyDictionary<string, Latencies> ByCommand, Latencies First);

/// <summary>Members of one guild run commands, ten a second, while the worker and the silo carry a firehose of other guilds.</summary>
internal static class CommandLoad
{
    // One of them is the members': what a firehose sends to a session comes before whatever happens later.
    private const int Shards = 4;
    private const int Members = 200;
    private const int Guilds = 2_000;
    private const int UsersPerGuild = 50;

    private static readonly string[] Commands = ["rank", "leaderboard", "rank", "help"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>Discord forgets an interaction that nobody answered for three seconds.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(4);

    public static async Task<CommandResult> MeasureAsync(int seconds, double rate, CancellationToken cancellation)
    {
        await using var processes = await PipelineProcesses.StartAsync(new() { ["Emulator__RateLimits"] = "false", ["Emulator__ReplayBufferSize"] = "65536" }, PipelineProcesses.UnderLoad(), cancellation, Shards);
        var (shard, channel, users) = await FoundAsync(processes.Control);
        await processes.StartWorkerAsync(cancellation);
        await UntilConnectedAsync(processes.Control, cancellation);
        await processes.Cluster.UntilSettledAsync(cancellation);
        await UntilAnsweredAsync(processes, channel, users, cancellation);
        rate *= Shards / (Shards - 1.0);
        var events = (int)(rate * (seconds + WarmUp.TotalSeconds + LastAnswers.TotalSeconds));
        await Load.PrepareAsync(processes.Control, new FirehoseRequest(Guilds, 1, UsersPerGuild, events, Rate: rate, LeftOutShard: shard), cancellation);
        var carried = rate * (await processes.Control.FirehoseAsync()).Parts.Sum(p => p.Count) / events;
        await processes.Control.StartFirehoseAsync();
        // The first of each kind load fonts and compile code: they are people's as well, and told apart.
        var first = await AskAsync(WarmUp.TotalSeconds);
        var started = await AskAsync(seconds);
        await Task.Delay(LastAnswers, cancellation);
        var (warm, known) = (await AnsweredAsync(first), await AnsweredAsync(started));
        return new CommandResult(
            Math.Round(carried), started.Count, started.Count - known.Count, Latencies.Of(known.Select(a => a.Ms)),
            known.GroupBy(a => a.Command).ToDictionary(g => g.Key, g => Latencies.Of(g.Select(a => a.Ms))), Latencies.Of(warm.Select(a => a.Ms)));

        async Task<List<(ulong Id, string Command)>> AskAsync(double duration)
        {
            var asked = new List<(ulong Id, string Command)>();
            using var timer = new PeriodicTimer(Pause);
            for (var i = 0; i < duration / Pause.TotalSeconds; i++)
            {
                await timer.WaitForNextTickAsync(cancellation);
                var command = Commands[i % Commands.Length];
                asked.Add((await processes.Control.RunCommandAsync(channel, users[i % users.Count], command), command));
            }

            return asked;
        }

        async Task<List<(string Command, double Ms)>> AnsweredAsync(List<(ulong Id, string Command)> asked)
        {
            var answers = new List<(string Command, double Ms)>();
            foreach (var (id, command) in asked)
                if ((await processes.Control.InteractionAsync(id)).AnsweredAfterMs is { } ms) answers.Add((command, ms));
            return answers;
        }
    }

    // Everybody has written once, so that everybody has a card of their own.
    private static async Task<(int Shard, ulong Channel, IReadOnlyList<ulong> Users)> FoundAsync(EmulatorControl discord)
    {
        var users = new List<ulong>();
        for (var i = 0; i < Members; i++) users.Add((await discord.CreateUserAsync(string.Create(CultureInfo.InvariantCulture, $"member{i}"))).Id);
        var guild = await discord.CreateGuildAsync("Measured", users[0]);
        foreach (var user in users.Skip(1)) await discord.JoinAsync(guild.Id, user);
        return ((int)((guild.Id >> 22) % Shards), (await discord.ChannelsAsync(guild.Id))[0].Id, users);
    }

    private static async Task UntilConnectedAsync(EmulatorControl discord, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await discord.SessionsAsync()).Count(s => s.Connected) < Shards) await timer.WaitForNextTickAsync(cancellation);
    }

    // The commands are registered a moment after the worker is ready, and what is written before it listens is not heard.
    private static async Task UntilAnsweredAsync(PipelineProcesses processes, ulong channel, IReadOnlyList<ulong> users, CancellationToken cancellation)
    {
        foreach (var user in users) await processes.Control.PostAsync(channel, user, "hello");
        var guild = processes.Grains.GetGrain<IGuildGrain>((long)(await processes.Control.GuildsAsync()).Single().Id);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await processes.Control.RunCommandAsync(channel, users[0], "help");
                if ((await guild.GetLeaderboardAsync(LeaderboardBoard.Xp, 0, 1)).Total == users.Count) return;
            }
            catch (HttpRequestException)
            {
                // Not registered yet.
            }
        }
    }
}
