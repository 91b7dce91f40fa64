using System.Xml.Linq;
using CommunityIntel.Lab;

namespace CommunityIntel.Architecture.Tests;

/// <summary>One project file and what it names.</summary>
internal sealed record Project(string Name, string File, XElement Root)
{
    public static IReadOnlyList<Project> All { get; } =
        [.. Sources.All.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    public static IEnumerable<Project> OfProduct => All.Where(project => project.File.StartsWith("src/", StringComparison.Ordinal));

    public IEnumerable<string> Projects =>
        Root.Descendants("ProjectReference").Select(it => Path.GetFileNameWithoutExtension(it.Attribute("Include")!.Value.Replace('\\', '/')));

    public IEnumerable<XElement> Packages => Root.Descendants("PackageReference");

    /// <summary>What it was built into, in this test's configuration; it may not have been built.</summary>
    public string Assembly =>
        Path.Combine(Repository.Root, Path.GetDirectoryName(File)!, "bin", Repository.Configuration, "net10.0", $"CommunityIntel.{Name}.dll");

    private static Project Read(string file) => new(Path.GetFileNameWithoutExtension(file), file, XElement.Parse(Sources.Text(file)));
}
