using System.Text.RegularExpressions;
using CommunityIntel.Storage.Migrations;

namespace CommunityIntel.Storage.Tests.Migrations;

/// <summary>
/// A script is applied while silos of the version before still write: it takes nothing away that they use, asks nothing of them that they do not give, and holds no
/// lock for long. Two releases take what one may not: the first stops using it, the second takes it away.
/// </summary>
public sealed partial class ForwardTests
{
    /// <summary>Tables that are large, or written by every commit.</summary>
    private const string Large = "messages|message_texts|voice_sessions|activity_hourly|member_activity_daily|guild_stats_daily|user_xp|members|audit_entries|outbox|guild_watermarks|guilds|channels";

    /// <summary>What breaks the rule, and why it may: all but the last are older than the first release, which no silo ran before.</summary>
    private static readonly Dictionary<string, (string[] Broken, string Reason)> Exceptions = new()
    {
        ["0003_order_sessions.sql"] = (["drops a function"], "older than the first release"),
        ["0008_create_roles.sql"] = (["drops a column", "checks old rows"], "older than the first release; what the column said is kept in level_roles"),
        ["0009_create_privacy.sql"] = (["indexes a large table", "rewrites rows of a large table"], "older than the first release"),
        ["0010_order_members.sql"] = (["indexes a large table"], "older than the first release"),
        ["0011_index_voice_by_end.sql"] = (["indexes a large table"], "older than the first release"),
        ["0017_replace_recount_days.sql"] = (["drops a function"], "older than the first release"),
        ["0019_add_left_at.sql"] = (["rewrites rows of a large table"], "older than the first release"),
    };

    private static readonly (string What, Regex Pattern)[] Rules =
    [
        ("drops a table", DropTable()), ("drops a column", DropColumn()), ("renames", Rename()), ("changes a type", ChangeType()), ("drops a function", DropFunction()),
        ("wants a value that old silos do not give", SetNotNull()), ("wants a value that old silos do not give", AddNotNull()), ("checks old rows", AddConstraint()),
        ("indexes a large table", IndexLarge()), ("rewrites rows of a large table", UpdateLarge()),
    ];

    [Fact]
    public void A_script_can_be_applied_while_the_version_before_runs()
    {
        foreach (var script in SchemaMigrator.Scripts())
            BreachesOf(ScriptByScript.Text(script)).Should().BeEquivalentTo(Exceptions.TryGetValue(script, out var known) ? known.Broken : [], $"{script} is applied while old silos run");
    }

    [Theory]
    [InlineData("ALTER TABLE user_xp DROP COLUMN xp;", "drops a column")]
    [InlineData("ALTER TABLE user_xp RENAME COLUMN xp TO points;", "renames")]
    [InlineData("ALTER TABLE user_xp ALTER COLUMN xp TYPE numeric;", "changes a type")]
    [InlineData("ALTER TABLE user_xp ADD COLUMN rank integer NOT NULL;", "wants a value that old silos do not give")]
    [InlineData("ALTER TABLE members\n  ADD COLUMN a integer,\n  ADD COLUMN b integer NOT NULL;", "wants a value that old silos do not give")]
    [InlineData("ALTER TABLE user_xp ADD COLUMN rank integer NOT NULL DEFAULT 0;", null)]
    [InlineData("CREATE INDEX idx_x ON messages (author_id);", "indexes a large table")]
    [InlineData("CREATE TABLE rows_kept (a bigint); CREATE INDEX idx_y ON rows_kept (a);", null)]
    [InlineData("UPDATE members SET left_at = now();", "rewrites rows of a large table")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE members SET left_at = now(); DROP TABLE x $$;", null)]
    [InlineData("-- DROP TABLE user_xp\nSELECT 1;", null)]
    [InlineData("ALTER TABLE user_xp ADD CONSTRAINT c CHECK (xp > 0);", "checks old rows")]
    [InlineData("ALTER TABLE user_xp ADD CONSTRAINT c CHECK (xp > 0) NOT VALID;", null)]
    public void A_breach_is_recognised(string sql, string? breach)
    {
        BreachesOf(sql).Should().BeEquivalentTo(breach is null ? [] : [breach]);
    }

    // Bodies of functions run later, and comments never. A table that the script makes itself is nobody's yet.
    private static IReadOnlyList<string> BreachesOf(string sql)
    {
        var plain = Body().Replace(Comment().Replace(sql, ""), "''");
        var own = CreateTable().Matches(plain).Select(m => m.Groups[1].Value).ToHashSet();
        return [.. Rules.Where(rule => rule.Pattern.Matches(plain).Any(m => !own.Contains(m.Groups["table"].Value))).Select(rule => rule.What).Distinct()];
    }

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<!DO )\$(\w*)\$.*?\$\1\$", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex(@"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"\bDROP\s+TABLE\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropTable();

    [GeneratedRegex(@"\bDROP\s+COLUMN\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropColumn();

    [GeneratedRegex(@"\bRENAME\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex(@"\bALTER\s+(?:COLUMN\s+)?\w+\s+(?:SET\s+DATA\s+)?TYPE\b", RegexOptions.IgnoreCase)]
    private static partial Regex ChangeType();

    [GeneratedRegex(@"\bDROP\s+FUNCTION\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropFunction();

    [GeneratedRegex(@"\bSET\s+NOT\s+NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex SetNotNull();

    [GeneratedRegex(@"\bADD\s+COLUMN\s+(?:(?!\bADD\b|\bDEFAULT\b)[^,;])*\bNOT\s+NULL\b(?![^,;]*\bDEFAULT\b)", RegexOptions.IgnoreCase)]
    private static partial Regex AddNotNull();

    [GeneratedRegex(@"\bADD\s+CONSTRAINT\b(?![^;]*NOT\s+VALID)", RegexOptions.IgnoreCase)]
    private static partial Regex AddConstraint();

    [GeneratedRegex($@"\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON\s+(?<table>{Large})\b", RegexOptions.IgnoreCase)]
    private static partial Regex IndexLarge();

    [GeneratedRegex($@"^\s*(?:UPDATE|DELETE\s+FROM)\s+(?<table>{Large})\b", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex UpdateLarge();
}
