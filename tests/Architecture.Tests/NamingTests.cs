using System.Text.RegularExpressions;

namespace CommunityIntel.Architecture.Tests;

public sealed partial class NamingTests
{
    private static readonly string[] VagueFolders = ["Core", "Common", "Shared", "Utils", "Utilities", "Helpers"];

    [Fact]
    public void No_project_and_no_folder_has_a_vague_name()
    {
        Sources.All.Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => file.Split('/').SkipLast(1).Append(Path.GetFileNameWithoutExtension(file)).Any(part => VagueFolders.Contains(part, StringComparer.Ordinal)))
            .Should().BeEmpty();
    }

    [Fact]
    public void No_file_has_a_vague_suffix()
    {
        Sources.All.Where(file => VagueSuffix().IsMatch(file)).Should().BeEmpty();
    }

    [Fact]
    public void Every_test_project_mirrors_a_product_project()
    {
        string[] others = ["Architecture.Tests", "Deployment.Tests", "Monitoring.Tests"];

        Project.All.Where(project => project.Name.EndsWith(".Tests", StringComparison.Ordinal)).Select(project => project.Name)
            .Except(others).Select(name => name[..^".Tests".Length])
            .Should().BeSubsetOf(Project.OfProduct.Select(project => project.Name));
    }

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Processor)\.(cs|razor)$")]
    private static partial Regex VagueSuffix();
}
