using System.Globalization;

namespace CommunityIntel.Benchmarks;

/// <summary>Options of a command that are whole numbers.</summary>
internal static class Numbers
{
    /// <summary>The options' values in the order of <paramref name="known"/>; null when something is unknown or out of range.</summary>
    public static int[]? Read(string[] arguments, params (string Name, int Default, int Least, int Most)[] known)
    {
        var values = known.Select(k => k.Default).ToArray();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var at = Array.FindIndex(known, k => k.Name == arguments[i]);
            if (at < 0 || i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
            if (value < known[at].Least || value > known[at].Most) return null;
            values[at] = value;
        }

        return values;
    }
}
