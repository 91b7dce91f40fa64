namespace CommunityIntel.Domain.Xp;

/// <summary>Levels from XP, MEE6-compatible: level L to L+1 costs 5L² + 50L + 100.</summary>
public static class XpCurve
{
    /// <summary>No level above it is computed; its total is about 1.7 × 10¹², far beyond what messages can earn.</summary>
    public const int MaximumLevel = 10_000;

    public static long CostOfNext(int level) => (5L * level * level) + (50L * level) + 100;

    /// <summary>XP needed in all to stand at a level: L1 100, L10 4 675, L100 1 899 250.</summary>
    public static long TotalFor(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        long l = level;
        // Sum over k < L of 5k² + 50k + 100.
        return (5 * (l - 1) * l * ((2 * l) - 1) / 6) + (25 * (l - 1) * l) + (100 * l);
    }

    public static int LevelOf(long xp)
    {
        int low = 0, high = MaximumLevel;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (TotalFor(middle) <= xp) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>How far into the level, and how much the level costs.</summary>
    public static (int Level, long Into, long Cost) ProgressOf(long xp)
    {
        var level = LevelOf(xp);
        return (level, xp - TotalFor(level), CostOfNext(level));
    }
}
