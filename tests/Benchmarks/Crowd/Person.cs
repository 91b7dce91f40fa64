using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Web;

namespace CommunityIntel.Benchmarks.Crowd;

/// <summary>Writes, runs a command, reads pages, over and over, with a second's pause like somebody who reads.</summary>
internal sealed class Person(ulong user, ulong guild, ulong channel, ulong owner) : IDisposable
{
    private static readonly string[] Commands = ["rank", "leaderboard", "help"];
    private static readonly string[] Pages = ["", "/activity", "/leaderboard", "/voice"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private Visitor? _visitor;

    public ulong User => user;

    public ulong Guild => guild;

    public ulong Channel => channel;

    public ulong Owner => owner;

    public string Page => $"/g/{guild}";

    public Visitor Visitor => _visitor!;

    // Who owns the guild sees its pages, whatever it shows to others.
    public async Task SignInAsync(Uri address)
    {
        _visitor = new Visitor(address);
        await _visitor.SignInAsync(owner);
    }

    public async Task LiveAsync(EmulatorControl discord, LoadCounts counts, int offset, CancellationToken over)
    {
        for (var turn = offset; !over.IsCancellationRequested; turn++)
        {
            await discord.PostAsync(channel, user, "hello");
            counts.Asked(await discord.RunCommandAsync(channel, user, Commands[turn % Commands.Length]));
            await ReadAsync(Page + Pages[turn % Pages.Length], counts);
            await Task.Delay(Pause, over).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public void Dispose() => _visitor?.Dispose();

    private async Task ReadAsync(string page, LoadCounts counts)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await Visitor.GetAsync(page);
            await answer.Content.ReadAsByteArrayAsync();
            counts.Loaded(Stopwatch.GetElapsedTime(started), answer.IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            counts.Loaded(Stopwatch.GetElapsedTime(started), succeeded: false);
        }
    }
}
