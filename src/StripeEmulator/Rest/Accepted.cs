namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>
/// The parameters that a call knows, separated by blanks: <c>name metadata[*] items[*][price] automatic_tax[**]</c>;
/// <c>*</c> is any key, <c>**</c> anything below.
/// </summary>
internal sealed class Accepted
{
    private readonly Dictionary<string, Accepted> parts = [];

    public Accepted(string patterns)
    {
        foreach (var pattern in patterns.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) Add(pattern.Replace("]", "", StringComparison.Ordinal).Split('['));
        Add(["expand", "*"]);
    }

    private Accepted()
    {
    }

    /// <summary>Refuses what is not known.</summary>
    public void Check(Parameters given)
    {
        var unknown = Unknown(given).ToList();
        if (unknown.Count == 0) return;
        throw RefusedException.Invalid($"Received unknown parameter{(unknown.Count == 1 ? "" : "s")}: {string.Join(", ", unknown)}", unknown[0], "parameter_unknown");
    }

    private IEnumerable<string> Unknown(Parameters given)
    {
        foreach (var (key, part) in given.Parts)
        {
            if (parts.ContainsKey("**")) continue;
            if (!parts.TryGetValue(key, out var known) && !parts.TryGetValue("*", out known)) yield return part.Name;
            else foreach (var name in known.Unknown(part)) yield return name;
        }
    }

    private void Add(ReadOnlySpan<string> path)
    {
        if (!parts.TryGetValue(path[0], out var part)) parts.Add(path[0], part = new Accepted());
        if (path.Length > 1) part.Add(path[1..]);
    }
}
