using System.Text.RegularExpressions;

namespace CommunityIntel.Architecture.Tests;

public sealed partial class SqlTests
{
    [Fact]
    public void Every_script_has_a_number_of_its_own_and_a_verb()
    {
        var scripts = Sources.Under("sql", ".sql").Select(Path.GetFileName).ToList();

        scripts.Should().NotBeEmpty().And.OnlyContain(name => ScriptName().IsMatch(name!));
        scripts.Select(name => int.Parse(name![..4], System.Globalization.CultureInfo.InvariantCulture)).Should().Equal(Enumerable.Range(1, scripts.Count));
    }

    [Fact]
    public void Every_table_says_what_one_row_is()
    {
        var text = string.Join('\n', Sources.Under("sql", ".sql").Select(Sources.Text));
        var explained = CommentOnTable().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();

        CreateTable().Matches(text).Select(match => match.Groups[1].Value).Where(table => !explained.Contains(table)).Should().BeEmpty();
    }

    [Fact]
    public void Instants_have_a_time_zone()
    {
        Sources.Under("sql", ".sql").Where(file => NakedTimestamp().IsMatch(Sources.Text(file))).Should().BeEmpty();
    }

    [GeneratedRegex(@"^\d{4}_[a-z]+_[a-z0-9_]+\.sql$")]
    private static partial Regex ScriptName();

    // A partition is explained by its parent.
    [GeneratedRegex(@"^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z_0-9]+)\b(?!\s+PARTITION\s+OF)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"COMMENT\s+ON\s+TABLE\s+([a-z_0-9]+)\s+IS", RegexOptions.IgnoreCase)]
    private static partial Regex CommentOnTable();

    [GeneratedRegex(@"^\s*[a-z_]+\s+timestamp\b(?!\s+with\s+time\s+zone)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex NakedTimestamp();
}
