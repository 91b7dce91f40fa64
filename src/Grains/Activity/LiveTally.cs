using CommunityIntel.Storage.Guilds;

namespace CommunityIntel.Grains.Activity;

/// <summary>The last minute's messages, and the day so far as the last commit left it. A crash loses only the minute.</summary>
public sealed class LiveTally
{
    private readonly int[] _seconds = new int[60];
    private long _latestSecond;
    private CommittedDay? _day;

    public DateTimeOffset? LastMessageAt { get; private set; }

    public void Message(long unixMs)
    {
        var second = unixMs / 1000;
        if (LastMessageAt is not { } last || unixMs > last.ToUnixTimeMilliseconds()) LastMessageAt = DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
        Roll(Math.Max(second, _latestSecond));
        if (second > _latestSecond - 60) _seconds[second % 60]++;
    }

    public void Committed(CommittedDay? day)
    {
        if (day is not null && (_day is null || day.Date >= _day.Date)) _day = day;
    }

    /// <summary>Days go by another clock: the one that is known is none of them.</summary>
    public void Restart() => _day = null;

    public int LastMinute(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second < _latestSecond) return _seconds.Sum();
        Roll(second);
        return _seconds.Sum();
    }

    public CommittedDay Day(DateOnly today) => _day is { } day && day.Date == today ? day : new CommittedDay(today, 0, 0);

    private void Roll(long second)
    {
        if (second - _latestSecond >= 60) Array.Clear(_seconds);
        else for (var s = _latestSecond + 1; s <= second; s++) _seconds[s % 60] = 0;
        _latestSecond = second;
    }
}
