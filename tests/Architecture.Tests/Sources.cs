using CommunityIntel.Lab;

namespace CommunityIntel.Architecture.Tests;

/// <summary>The files of the repository that people write: no build output, no fetched packages, no data.</summary>
internal static class Sources
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", ".git", ".data", ".vs", ".idea", "node_modules", "artifacts", "TestResults"];

    /// <summary>Paths relative to the repository, with '/'.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Below(Repository.Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Under(string folder, params string[] extensions) =>
        All.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(file)));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(child => !NotOurs.Contains(Path.GetFileName(child))).SelectMany(Below));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
}
