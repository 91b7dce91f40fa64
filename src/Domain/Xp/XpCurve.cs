namespace CommunityIntel.Domain.Xp;

/// <summary>Names of the curves that need no numbers of one's own.</summary>
public enum XpCurvePreset
{
    /// <summary>Level L to L+1 costs 5L² + 50L + 100.</summary>
    Mee6 = 0,

    /// <summary>Every level costs 1 000.</summary>
    Linear = 1,

    /// <summary>Level n needs 50n² − 100n + 150 in all.</summary>
    Lurkr = 2,

    /// <summary>Level n needs 20n² − 40n + 55 in all.</summary>
    Amari = 3,

    /// <summary>Level n needs n³ + 50n² + 100n in all.</summary>
    Polaris = 4,

    /// <summary>Level n needs 100n² in all.</summary>
    LevelUp = 5,
    Custom = 6,
}

/// <summary>
/// Levels from XP: level n needs (<c>A</c>n³ + <c>B</c>n² + <c>C</c>n + <c>D</c>) / <c>Divisor</c> XP in all, rounded down; level 0 needs
/// none. Whole numbers, so that every process computes the same.
/// </summary>
public sealed record XpCurve
{
    /// <summary>No level above it is computed.</summary>
    public const int MostLevels = 10_000;

    /// <summary>2^53: the largest whole number that every reader of our exports keeps exact.</summary>
    public const long MostXp = 1L << 53;

    /// <summary>Largest size of a factor of a custom curve.</summary>
    public const long MostFactor = 1_000_000_000;

    private XpCurve(XpCurvePreset preset, long a, long b, long c, long d, long divisor)
    {
        (Preset, A, B, C, D, Divisor) = (preset, a, b, c, d, divisor);
        HighestLevel = Highest();
    }

    public static XpCurve Mee6 { get; } = new(XpCurvePreset.Mee6, 10, 135, 455, 0, 6);

    public XpCurvePreset Preset { get; }
    public long A { get; }
    public long B { get; }
    public long C { get; }
    public long D { get; }
    public long Divisor { get; }

    /// <summary>The last level, at most <see cref="MostLevels"/>: the next one would need more than <see cref="MostXp"/>.</summary>
    public int HighestLevel { get; }

    public static XpCurve Of(XpCurvePreset preset) => preset switch
    {
        XpCurvePreset.Mee6 => Mee6,
        XpCurvePreset.Linear => new(preset, 0, 0, 1_000, 0, 1),
        XpCurvePreset.Lurkr => new(preset, 0, 50, -100, 150, 1),
        XpCurvePreset.Amari => new(preset, 0, 20, -40, 55, 1),
        XpCurvePreset.Polaris => new(preset, 1, 50, 100, 0, 1),
        XpCurvePreset.LevelUp => new(preset, 0, 100, 0, 0, 1),
        _ => throw new ArgumentException("a custom curve needs its numbers", nameof(preset)),
    };

    /// <summary>
    /// A curve of one's own, with hundredths: level n needs (a·n³ + b·n² + c·n + d) / 100. Null with a refusal when it cannot be used.
    /// </summary>
    public static XpCurve? Custom(long a, long b, long c, long d, out XpRuleRefusal? refusal)
    {
        refusal = null;
        if (new[] { a, b, c, d }.Any(f => f is < -MostFactor or > MostFactor)) refusal = new XpRuleRefusal(XpRuleFault.CurveFactor);
        if (refusal is not null) return null;
        var curve = new XpCurve(XpCurvePreset.Custom, a, b, c, d, 100);
        refusal = curve.Refusal();
        return refusal is null ? curve : null;
    }

    /// <summary>XP needed in all to stand at a level, 0 up to <see cref="HighestLevel"/>.</summary>
    public long TotalFor(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, HighestLevel);
        return (long)Exact(level);
    }

    public int LevelOf(long xp)
    {
        int low = 0, high = HighestLevel;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Exact(middle) <= xp) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>How far into the level, and how much the level costs; the highest level costs 0.</summary>
    public XpProgress ProgressOf(long xp)
    {
        var level = LevelOf(xp);
        var total = TotalFor(level);
        return new XpProgress(level, xp - total, level == HighestLevel ? 0 : TotalFor(level + 1) - total);
    }

    private Int128 Exact(int level)
    {
        if (level == 0) return 0;
        Int128 n = level;
        var sum = (((((A * n) + B) * n) + C) * n) + D;
        return sum >= 0 ? sum / Divisor : -((-sum + Divisor - 1) / Divisor);
    }

    private int Highest()
    {
        var level = 0;
        while (level < MostLevels && Exact(level + 1) <= MostXp) level++;
        return level;
    }

    // As people climb: the first level that is not above the one before it is named.
    private XpRuleRefusal? Refusal()
    {
        if (HighestLevel == 0) return new XpRuleRefusal(XpRuleFault.CurveTooSteep, 1);
        for (var level = 1; level <= HighestLevel; level++)
            if (Exact(level) <= Exact(level - 1)) return new XpRuleRefusal(XpRuleFault.CurveNotIncreasing, level);
        return null;
    }
}

/// <summary>Where somebody stands: <c>Into</c> of <c>Cost</c> XP towards the next level.</summary>
public readonly record struct XpProgress(int Level, long Into, long Cost);
