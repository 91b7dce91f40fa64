using System.Globalization;
using System.Text.RegularExpressions;

namespace CommunityIntel.Lab.Processes;

/// <summary>What a member says of itself under <c>/metrics</c>.</summary>
public static partial class MemberMetrics
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>A sum over the series of one metric; 0 when it has none yet.</summary>
    public static async Task<double> MetricAsync(this ProductMember member, string name, CancellationToken cancellation)
    {
        var text = await Http.GetStringAsync(new Uri(member.Address, "/metrics"), cancellation);
        return MetricLine().Matches(text).Where(m => m.Groups[1].Value == name).Sum(m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A histogram: cumulative counts by upper bound.</summary>
    public static async Task<IReadOnlyList<(double UpTo, double Count)>> BucketsAsync(this ProductMember member, string name, CancellationToken cancellation)
    {
        var text = await Http.GetStringAsync(new Uri(member.Address, "/metrics"), cancellation);
        return [.. BucketLine().Matches(text).Where(m => m.Groups[1].Value == name).Select(m => (
            m.Groups[2].Value == "+Inf" ? double.PositiveInfinity : double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture),
            double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)))];
    }

    [GeneratedRegex(@"^([a-z0-9_]+)(?:\{[^}]*\})? ([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex MetricLine();

    [GeneratedRegex(@"^([a-z0-9_]+)\{le=""([^""]+)""\} ([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex BucketLine();
}
