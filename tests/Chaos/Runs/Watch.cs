using CommunityIntel.Chaos.Checks;
using CommunityIntel.Lab.Processes;
using Npgsql;

namespace CommunityIntel.Chaos.Runs;

/// <param name="At">Unix ms.</param>
/// <param name="OldestSeconds">Age of the oldest event that a session has and that is not durable.</param>
internal readonly record struct Sample(long At, double OldestSeconds);

/// <summary>
/// Looks several times a second how far the guilds are durable, and once a second what memory the processes hold. While
/// PostgreSQL does not answer, nothing is durable, and the age of the oldest event grows.
/// </summary>
internal sealed class Watch(ProductCluster cluster, Reference reference)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private const int QueryTimeoutSeconds = 5;

    private readonly List<Sample> _samples = [];
    private readonly Dictionary<string, long> _memory = [];
    private readonly Dictionary<long, double> _longest = [];

    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>The most resident bytes that were seen of each process.</summary>
    public IReadOnlyDictionary<string, long> Memory => _memory;

    /// <summary>For each guild, the longest that an event waited from its publication until it was seen to be durable (s).</summary>
    public IReadOnlyDictionary<long, double> LongestWait => _longest;

    public IReadOnlyDictionary<long, (string Session, long Sequence)> Watermarks { get; private set; } = new Dictionary<long, (string, long)>();

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            for (var n = 0; await timer.WaitForNextTickAsync(cancellation); n++)
            {
                await LookAsync(cancellation);
                if (n % 4 == 0) foreach (var member in cluster.Members) Weigh(member);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>False when PostgreSQL did not answer.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await reference.ReadAsync();
        var oldest = reference.Guilds.Values.ToDictionary(g => g.GuildId, g => g.Oldest);
        var answered = true;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimeSpan.FromSeconds(QueryTimeoutSeconds));
            Watermarks = await reference.AdvanceAsync(cluster.Database.DataSource, limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            answered = false;
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var (guild, head) in oldest)
        {
            if (head is not { } was) continue;
            var waited = (now - was.At) / 1000.0;
            if (waited > _longest.GetValueOrDefault(guild)) _longest[guild] = waited;
        }

        _samples.Add(new Sample(now, reference.OldestSeconds(now)));
        return answered;
    }

    public void ForgetWaits() => _longest.Clear();

    private void Weigh(ProductMember member)
    {
        if (member.Process is not { HasExited: false } process) return;
        try
        {
            _memory[member.Name] = Math.Max(_memory.GetValueOrDefault(member.Name), process.ResidentBytes);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            // It ended just now.
        }
    }
}
