using System.Collections.Concurrent;
using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.Benchmarks.Crowd;

/// <summary>What people asked and got. Times in milliseconds; a command that Discord saw no answer to in its three seconds has failed.</summary>
internal sealed class LoadCounts
{
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(4);

    private readonly ConcurrentQueue<ulong> _asked = new();
    private readonly ConcurrentQueue<double> _pages = new();
    private int _failedPages;

    public IReadOnlyCollection<double> Pages => _pages;

    public List<double> Commands { get; } = [];

    public int FailedPages => _failedPages;

    public int FailedCommands => _asked.Count - Commands.Count;

    public double ErrorRate => _asked.IsEmpty ? 1 : (double)(_failedPages + FailedCommands) / (_asked.Count + _pages.Count);

    public void Asked(ulong interaction) => _asked.Enqueue(interaction);

    public void Loaded(TimeSpan took, bool succeeded)
    {
        _pages.Enqueue(took.TotalMilliseconds);
        if (!succeeded) Interlocked.Increment(ref _failedPages);
    }

    /// <summary>As the local Discord saw them: from INTERACTION_CREATE to the first response.</summary>
    public async Task ReadAnswersAsync(EmulatorControl discord, CancellationToken cancellation)
    {
        await Task.Delay(LastAnswers, cancellation);
        foreach (var id in _asked)
            if ((await discord.InteractionAsync(id)).AnsweredAfterMs is { } ms) Commands.Add(ms);
    }
}
