using System.Text.RegularExpressions;

namespace CommunityIntel.Architecture.Tests;

public sealed partial class TextTests
{
    private static readonly string[] Written = [".cs", ".razor", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".sql", ".yml", ".yaml", ".css", ".js", ".mjs", ".sh", ".txt", ""];

    private static IEnumerable<string> Texts => Sources.All.Where(file => Written.Contains(Path.GetExtension(file)));

    [Fact]
    public void Nothing_names_a_folder_of_somebodys_machine()
    {
        Texts.Where(file => MachinePath().IsMatch(Sources.Text(file))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("see {0}work/notes", true)]
    [InlineData("{0}home/ada/code", true)]
    [InlineData("\"{0}root/.cache\"", true)]
    [InlineData("C:{1}Users", true)]
    [InlineData("https://example.org{0}work{0}1", false)]
    [InlineData("<a href=\"guilds{0}home{0}1\">", false)]
    [InlineData("$root/bin", false)]
    public void A_folder_of_somebodys_machine_is_recognised(string text, bool found)
    {
        MachinePath().IsMatch(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, '/', '\\')).Should().Be(found);
    }

    [Fact]
    public void Sources_end_their_lines_the_same_way()
    {
        Texts.Where(file => Sources.Text(file).Contains("\r\n", StringComparison.Ordinal) && !file.EndsWith(".sln", StringComparison.Ordinal)).Should().BeEmpty();
    }

    // Written so that this file does not match itself.
    [GeneratedRegex(@"(?<![\w.$}/\])])/(work|root|home|Users)/[\w.]|\b[A-Z]:[\\]\w")]
    private static partial Regex MachinePath();
}
