using CommunityIntel.Domain.Xp;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>A board as it was read. <c>Places</c> are those of its listed members, from 0.</summary>
internal sealed record KeptBoard(StoredScores Scores, IReadOnlyDictionary<long, int> Places, DateTimeOffset ReadAt, long Commits)
{
    public bool IsLarge => Scores.Total > KeptBoards.MostListed;
}

/// <summary>
/// The boards that somebody looks at, read once however many ask. Good while nothing was written since, or for
/// <see cref="Lifetime"/>; a large one for <see cref="LargeLifetime"/>, and after that it still answers while it is read anew, for
/// <see cref="LongestAge"/>. Lives with the activation.
/// </summary>
internal sealed class KeptBoards(long guildId, BoardReader reader, TimeProvider time)
{
    /// <summary>What is listed of a board, and the size from which on it is large.</summary>
    public const int MostListed = 10_000;

    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LargeLifetime = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(10);

    /// <summary>Half a megabyte each when large.</summary>
    private const int MostKept = 8;

    private readonly Dictionary<(StoredBoard Board, BoardDays? Days), KeptBoard> _kept = [];
    private readonly Dictionary<(StoredBoard Board, BoardDays? Days), Task<KeptBoard>> _reading = [];
    private int _generation;

    public async Task<KeptBoard> GetAsync(StoredBoard board, BoardDays? days, long commits, IReadOnlyCollection<long> hidden)
    {
        if (!_kept.TryGetValue((board, days), out var kept)) return await ReadAsync(board, days, commits, hidden);
        var age = time.GetUtcNow() - kept.ReadAt;
        if (kept.Commits == commits || age < (kept.IsLarge ? LargeLifetime : Lifetime)) return kept;
        var reading = ReadAsync(board, days, commits, hidden);
        if (!kept.IsLarge || age >= LongestAge) return await reading;
        // Who looks does not wait; when it cannot be read, the next one tries again.
        _ = reading.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Current);
        return kept;
    }

    /// <summary>Who is hidden has changed: nothing that was read before is shown any more.</summary>
    public void Forget()
    {
        _generation++;
        _kept.Clear();
        _reading.Clear();
    }

    private Task<KeptBoard> ReadAsync(StoredBoard board, BoardDays? days, long commits, IReadOnlyCollection<long> hidden)
    {
        if (_reading.TryGetValue((board, days), out var reading)) return reading;
        var read = StartAsync(board, days, commits, hidden);
        if (!read.IsCompleted) _reading[(board, days)] = read;
        return read;
    }

    private async Task<KeptBoard> StartAsync(StoredBoard board, BoardDays? days, long commits, IReadOnlyCollection<long> hidden)
    {
        var (generation, readAt) = (_generation, time.GetUtcNow());
        try
        {
            var scores = await reader.ReadAsync(guildId, board, days, MostListed, hidden);
            var kept = new KeptBoard(scores, scores.First.Select((s, place) => (s.UserId, place)).ToDictionary(p => p.UserId, p => p.place), readAt, commits);
            if (generation != _generation) return kept;
            if (_kept.Count >= MostKept && !_kept.ContainsKey((board, days))) _kept.Remove(_kept.MinBy(k => k.Value.ReadAt).Key);
            return _kept[(board, days)] = kept;
        }
        finally
        {
            if (generation == _generation) _reading.Remove((board, days));
        }
    }
}
