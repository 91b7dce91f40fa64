using System.Text.Json;
using CommunityIntel.Lab;

namespace CommunityIntel.Monitoring.Tests.Dashboards;

/// <summary>A Grafana dashboard and what its panels ask.</summary>
internal sealed record Dashboard(string File, string Uid, string Title, IReadOnlyList<Panel> Panels)
{
    public static IReadOnlyList<Dashboard> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "monitoring", "grafana"), "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static Dashboard Read(string file)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(file));
        var root = json.RootElement;
        return new Dashboard(Path.GetFileName(file), root.GetProperty("uid").GetString()!, root.GetProperty("title").GetString()!, [.. root.GetProperty("panels").EnumerateArray().Select(panel => new Panel(
            panel.GetProperty("title").GetString()!,
            [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)],
            Box(panel.GetProperty("gridPos"))))]);
    }

    private static (int X, int Y, int W, int H) Box(JsonElement at) => (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32(), at.GetProperty("w").GetInt32(), at.GetProperty("h").GetInt32());
}

internal sealed record Panel(string Title, IReadOnlyList<string> Queries, (int X, int Y, int W, int H) Place)
{
    /// <summary>As Grafana would send them.</summary>
    public IEnumerable<string> Sent => Queries.Select(query => query.Replace("$__rate_interval", "1m", StringComparison.Ordinal));
}
