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
    private bool _isRemembered;

    /// <summary>Messages a second that are usual; null = too few were heard to tell.</summary>
    public double? PerSecond => (_isRemembered || _count >= FewestHeard) && _perSecond > 0 ? _perSecond : null;

    /// <summary>Longer silence than this is asked about; null = none is.</summary>
    public TimeSpan? Patience => PerSecond is { } perSecond
        ? TimeSpan.FromSeconds(Math.Max(floor.TotalSeconds, times / perSecond) * (1 << Math.Min(_inVain, MostDoublings)))
        : null;

    /// <summary>Goes on from what was usual in another process.</summary>
    public void Remember(double perSecond) => (_perSecond, _isRemembered) = (perSecond, true);

    /// <summary>Not what traffic lets expect, though perhaps too short to be asked about.</summary>
    public bool IsUnusual(TimeSpan silence) => PerSecond is { } perSecond && silence.TotalSeconds > times / perSecond;

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
