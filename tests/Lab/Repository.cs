namespace CommunityIntel.Lab;

/// <summary>Where the sources are, seen from a test's build output.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>CommunityIntel.sln</c>.</summary>
    public static string Root { get; } =
        Above(AppContext.BaseDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "CommunityIntel.sln")))
        ?? throw new InvalidOperationException($"There is no CommunityIntel.sln above {AppContext.BaseDirectory}.");

    /// <summary>Debug or Release: what this test was built as, and so what it finds beside it.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>
    /// Where a host of <c>src</c> is started from: <c>COMMUNITY_INTEL_HOSTS/{host}</c>, where hosts were published as images have them
    /// (<c>dev</c> sets it for what measures them), or else its build output.
    /// </summary>
    public static string FolderOf(string host) =>
        Environment.GetEnvironmentVariable("COMMUNITY_INTEL_HOSTS") is { Length: > 0 } published
            ? Path.Combine(published, host)
            : Path.Combine(Root, "src", host, "bin", Configuration, "net10.0");

    internal static IEnumerable<string> Above(string folder)
    {
        for (var at = Path.TrimEndingDirectorySeparator(folder); at is not null; at = Path.GetDirectoryName(at))
            yield return at;
    }
}
