namespace CommunityIntel.Domain.Operations;

/// <summary>When something that grows is full.</summary>
public static class Forecast
{
    /// <summary>Fewer say nothing of how it grows.</summary>
    public const int FewestDays = 7;

    /// <summary>The day on which the straight line through what was seen (least squares) crosses the limit; null = it does not within three years, or there is too little to tell.</summary>
    /// <param name="seen">A day and how much it was then, oldest first.</param>
    public static DateOnly? ReachedOn(IReadOnlyList<(DateOnly Date, long Value)> seen, double limit)
    {
        if (seen.Count < FewestDays || limit <= 0) return null;
        var last = seen[^1];
        if (last.Value >= limit) return last.Date;
        var days = seen.Select(day => (double)(day.Date.DayNumber - last.Date.DayNumber)).ToList();
        var (meanDay, meanValue) = (days.Average(), seen.Average(day => (double)day.Value));
        var spread = days.Sum(day => (day - meanDay) * (day - meanDay));
        var slope = seen.Zip(days, (one, day) => (day - meanDay) * (one.Value - meanValue)).Sum() / spread;
        var left = slope > 0 ? Math.Ceiling((limit - last.Value) / slope) : double.PositiveInfinity;
        return left <= 3 * 365 ? last.Date.AddDays((int)left) : null;
    }
}
