using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Xp;

/// <summary>A level curve as it is chosen on a page: the curve itself, or why there is none.</summary>
public sealed record CurveChoice(XpCurve? Curve, Domain.Xp.XpRuleRefusal? Refusal)
{
    /// <summary>Levels that stand in tables.</summary>
    public static IReadOnlyList<int> Shown { get; } = [1, 2, 5, 10, 20, 50, 100];

    public static IReadOnlyList<LevelCurveKind> Kinds { get; } = Enum.GetValues<LevelCurveKind>();

    public static CurveChoice Of(LevelCurve chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        return chosen.Kind == LevelCurveKind.Custom
            ? new(XpCurve.Custom(chosen.A, chosen.B, chosen.C, chosen.D, out var refusal), refusal)
            : new(XpCurve.Of((XpCurvePreset)(int)chosen.Kind), null);
    }

    /// <summary>XP in all for a level; null where the curve has no such level.</summary>
    public long? TotalFor(int level) => Curve is { } curve && level <= curve.HighestLevel ? curve.TotalFor(level) : null;

    /// <summary>The same curve in numbers of one's own, in hundredths, as near as these come.</summary>
    public static LevelCurve AsCustom(LevelCurve chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        if (chosen.Kind == LevelCurveKind.Custom || Of(chosen).Curve is not { } curve)
            return chosen;
        return new(LevelCurveKind.Custom, Hundredths(curve.A), Hundredths(curve.B), Hundredths(curve.C), Hundredths(curve.D));

        long Hundredths(long factor) => (long)Math.Round(factor * 100m / curve.Divisor);
    }
}
