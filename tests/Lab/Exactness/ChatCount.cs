namespace CommunityIntel.Lab.Exactness;

/// <summary>Counts of raw lines by a clock on the wall, by the time zones of the operating system.</summary>
public sealed class ChatCount(IEnumerable<ChatLine> lines, TimeZoneInfo zone)
{
    private readonly List<(DateTime At, ChatLine Line)> _local = [.. lines.Select(line => (TimeZoneInfo.ConvertTimeFromUtc(line.At.UtcDateTime, zone), line))];

    public long Messages(DateOnly first, DateOnly last) => Within(first, last).Count();

    public long Authors(DateOnly first, DateOnly last) => Within(first, last).Select(m => m.Line.Author).Distinct().Count();

    /// <summary>Messages of every <paramref name="step"/> days.</summary>
    public List<long> PerDay(DateOnly first, DateOnly last, int step)
    {
        var days = Within(first, last).ToLookup(m => (DateOnly.FromDateTime(m.At).DayNumber - first.DayNumber) / step);
        return [.. Enumerable.Range(0, (last.DayNumber - first.DayNumber + 1) / step).Select(i => (long)days[i].Count())];
    }

    public List<long> AuthorsPerDay(DateOnly first, DateOnly last)
    {
        var days = Within(first, last).ToLookup(m => DateOnly.FromDateTime(m.At).DayNumber - first.DayNumber);
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(i => (long)days[i].Select(m => m.Line.Author).Distinct().Count())];
    }

    /// <summary>7 × 24, Monday first.</summary>
    public List<long> ByHourOfWeek(DateOnly first, DateOnly last)
    {
        var hours = Within(first, last).ToLookup(m => ((((int)m.At.DayOfWeek + 6) % 7) * 24) + m.At.Hour);
        return [.. Enumerable.Range(0, 7 * 24).Select(i => (long)hours[i].Count())];
    }

    public List<long> ByHour(DateOnly first, DateOnly last)
    {
        var hours = Within(first, last).ToLookup(m => m.At.Hour);
        return [.. Enumerable.Range(0, 24).Select(i => (long)hours[i].Count())];
    }

    public Dictionary<string, long> ByChannel(DateOnly first, DateOnly last) =>
        Within(first, last).GroupBy(m => m.Line.Channel).ToDictionary(g => g.Key, g => (long)g.Count());

    /// <summary>Messages of those who wrote most, of all times.</summary>
    public List<long> Leaders(int most) => [.. _local.GroupBy(m => m.Line.Author).Select(g => (long)g.Count()).OrderDescending().Take(most)];

    private IEnumerable<(DateTime At, ChatLine Line)> Within(DateOnly first, DateOnly last) =>
        _local.Where(m => DateOnly.FromDateTime(m.At) is var date && date >= first && date <= last);
}
