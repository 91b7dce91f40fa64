using CommunityIntel.Deployment.Manifests;

namespace CommunityIntel.Deployment.Tests;

/// <summary>Each overlay, rendered once.</summary>
internal static class Overlays
{
    private static readonly Dictionary<string, Lazy<string>> Rendered = new()
    {
        ["small"] = new(() => Kubectl.Render("small")),
        ["production"] = new(() => Kubectl.Render("production")),
    };

    public static string Yaml(string overlay)
    {
        Assert.SkipWhen(Kubectl.Path is null, Kubectl.Missing);
        return Rendered[overlay].Value;
    }

    /// <summary>The overlay with one text in place of another, everywhere or <paramref name="times"/> times.</summary>
    public static string With(string overlay, string old, string put, int times = int.MaxValue)
    {
        var yaml = Yaml(overlay);
        yaml.Contains(old, StringComparison.Ordinal).Should().BeTrue("a mistake is made of something that is there: {0}", old);
        for (int at = yaml.IndexOf(old, StringComparison.Ordinal), n = 0; at >= 0 && n < times; at = yaml.IndexOf(old, at + put.Length, StringComparison.Ordinal), n++)
            yaml = string.Concat(yaml.AsSpan(0, at), put, yaml.AsSpan(at + old.Length));
        return yaml;
    }
}
