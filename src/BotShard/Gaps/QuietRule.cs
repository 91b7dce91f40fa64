namespace CommunityIntel.BotShard.Gaps;

/// <summary>
/// When a shard has been silent for longer than its own recent traffic lets expect. A shard without traffic of its own is never
/// asked about; after each question in vain the next one waits twice as long, until something is heard again.
/// </summary>
public sealed class QuietRule(TimeSpan floor, double times)
{
    /// <summary>Fewer messages say nothing of what is usual.</summary>
    public const int FewestHeard = 20;

    private const double Weight = 0.2;
    private const int MostDoublings = 6;

    private long _count;
    private double _perSecond;
    private int _inVain;

    /// <summary>Longer silence than this is not expected; null = nothing is.</summary>
    public TimeSpan? Patience => _count < FewestHeard || _perSecond <= 0
        ? null
        : TimeSpan.FromSeconds(Math.Max(floor.TotalSeconds, times / _perSecond) * (1 << Math.Min(_inVain, MostDoublings)));

    /// <summary>Takes notice of the messages heard in all, <paramref name="elapsed"/> after the last time. Silence does not change what is usual.</summary>
    public void Observe(long count, TimeSpan elapsed)
    {
        if (count <= _count || elapsed <= TimeSpan.Zero) return;
        var perSecond = (count - _count) / elapsed.TotalSeconds;
        _perSecond = _perSecond == 0 ? perSecond : _perSecond + (Weight * (perSecond - _perSecond));
        (_count, _inVain) = (count, 0);
    }

    public void AskedInVain() => _inVain++;
}
