using System.Globalization;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// An old table and how it is read: which of its columns are what, and the SQL that both databases run over its rows. Raw rows are what the old
/// server sends, ids and numbers as text; clean ones are typed as ours, with a <c>reason</c> when they cannot be taken over.
/// </summary>
public abstract class MoveSource(OldTable table)
{
    private static readonly string[] IdTypes = ["text", "varchar", "bpchar", "int8", "numeric"];
    private static readonly string[] TimeTypes = ["timestamptz", "timestamp"];
    private static readonly string[] WholeTypes = ["int2", "int4", "int8"];

    protected static readonly string[] GuildNames = ["guild_id", "server_id", "guild"];
    protected static readonly string[] UserNames = ["user_id", "member_id", "author_id"];

    private readonly List<string> _problems = table.Keys.Count > 0 ? [] : [$"{table.Name} has neither a primary key nor a unique index without nulls: add one, so that it can be read in parts"];

    public OldTable Table { get; } = table;

    /// <summary>The table of ours that its rows become.</summary>
    public abstract string Target { get; }

    /// <summary>Why it cannot be taken over; empty when it can.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What its columns are taken for, to be shown.</summary>
    public List<string> Mapping { get; } = [];

    /// <summary>By what rows are read, in order.</summary>
    public IReadOnlyList<OldColumn> Key => Table.Keys.Count > 0 ? Table.Keys[0] : [];

    /// <summary>Key columns that make up the raw rows' <c>key</c>.</summary>
    public string KeyTexts => $"ARRAY[{string.Join(", ", Key.Select(c => $"{OldTable.Quote(c.Name)}::text"))}]";

    /// <summary>Whether the key is one whole number, which grows with time.</summary>
    public bool HasNumberKey => Key is [var only] && WholeTypes.Contains(only.Type);

    /// <summary>When a raw row happened or changed last, over the old table's columns; null = it cannot be told.</summary>
    public abstract string? Time { get; }

    /// <summary>The raw columns after <c>key</c>, over the old table's.</summary>
    protected abstract string RawColumns { get; }

    /// <summary>The raw columns after <c>key</c> with their types.</summary>
    public abstract string RawTypes { get; }

    /// <summary>Which clean rows are the same thing.</summary>
    public abstract string Identity { get; }

    /// <summary>Of the same thing the last row counts, not the first.</summary>
    public virtual bool LastCounts => false;

    /// <summary>Whether nothing can be there twice, as far as the old database promises.</summary>
    public abstract bool IsDistinct { get; }

    /// <summary>The month of a clean row, UTC; null = it has none.</summary>
    public abstract string? Month { get; }

    /// <summary>A number of everything that a clean row says, the same on every server.</summary>
    public abstract string Checksum { get; }

    /// <summary>Clean rows with <c>key</c> and <c>reason</c> of raw ones. <paramref name="order"/>: a further column of the raw rows to keep.</summary>
    public abstract string Clean(string raw, string? order = null);

    /// <summary>Reads raw rows. <paramref name="where"/> is over the old table's columns.</summary>
    public string Raw(string? where = null) =>
        $"SELECT {KeyTexts} AS key, {RawColumns} FROM {Table.Quoted}{(where is null ? "" : $" WHERE {where}")}";

    /// <summary>Reads the raw rows behind a key, at most so many, in order.</summary>
    public string RawPage(string[]? after, DateTime? since, int most) =>
        string.Create(CultureInfo.InvariantCulture, $"{Raw(Where(after, since))} ORDER BY {string.Join(", ", Key.Select(c => OldTable.Quote(c.Name)))} LIMIT {most}");

    /// <summary>Those behind a key and not older than an instant; null = all.</summary>
    public string? Where(string[]? after, DateTime? since)
    {
        var parts = new List<string>();
        if (after is not null)
        {
            parts.Add($"({string.Join(", ", Key.Select(c => OldTable.Quote(c.Name)))}) > "
                + $"({string.Join(", ", Key.Zip(after, (c, value) => $"{OldTable.Literal(value)}::{OldTable.Quote(c.Type)}"))})");
        }

        if (since is { } instant && Time is { } time)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"({time}) >= '{instant:yyyy-MM-dd HH:mm:ss.ffffff}+00'::timestamptz"));
        return parts.Count == 0 ? null : string.Join(" AND ", parts);
    }

    /// <summary>The raw rows of a guild; with a month those that were written around it, which need not be all that happened in it.</summary>
    public string RawOf(long guildId, DateTime? month)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{GuildColumn} = '{guildId}'::{OldTable.Quote(_guild!.Type)}");
        if (month is { } first && Written is { } time)
            where += string.Create(CultureInfo.InvariantCulture, $" AND ({time}) >= '{first.AddDays(-2):yyyy-MM-dd}' AND ({time}) < '{first.AddMonths(1).AddDays(2):yyyy-MM-dd}'");
        return $"{Raw(where)} ORDER BY {string.Join(", ", Key.Select(c => OldTable.Quote(c.Name)))}";
    }

    /// <summary>When a row was written, usually in the month that it is of; over the old table's columns. Null when it cannot be told.</summary>
    protected abstract string? Written { get; }

    private OldColumn? _guild;

    private string GuildColumn => OldTable.Quote(_guild!.Name);

    protected string Guild()
    {
        _guild = Table.Find(GuildNames);
        return Id("guild", GuildNames);
    }

    /// <summary>A column that holds ids, as text.</summary>
    protected string Id(string what, string[] names)
    {
        if (Required(what, names, IdTypes, "ids of Discord have up to 19 digits, which other types cut or round") is not { } column) return "NULL::text";
        return $"{OldTable.Quote(column.Name)}::text";
    }

    /// <summary>A column that holds instants; those without a time zone are taken to be UTC.</summary>
    protected string? Instant(string what, string[] names, bool isRequired)
    {
        var column = isRequired ? Required(what, names, TimeTypes, null) : Optional(what, names, TimeTypes);
        if (column is null) return null;
        var quoted = OldTable.Quote(column.Name);
        return column.Type == "timestamptz" ? quoted : $"({quoted} AT TIME ZONE 'UTC')";
    }

    protected OldColumn? Required(string what, string[] names, string[] types, string? why)
    {
        if (Optional(what, names, types) is { } column) return column;
        var wrong = Table.Find(names);
        Fail(wrong is null
            ? $"{Table.Name} has no column for the {what}: expected one of {string.Join(", ", names)}"
            : $"{Table.Name}.{wrong.Name} is of type {wrong.Type}; for the {what} one of {string.Join(", ", types)} is expected{(why is null ? "" : $": {why}")}");
        return null;
    }

    protected OldColumn? Optional(string what, string[] names, string[] types)
    {
        if (Table.Find(names) is not { } column || !types.Contains(column.Type)) return null;
        Mapping.Add($"{what} = {column.Name}");
        return column;
    }

    protected void Fail(string problem) => _problems.Add(problem);

    /// <summary>An id as a number, of a raw column; null when it is none.</summary>
    protected static string Number(string column) =>
        $"CASE WHEN btrim({column}) ~ '^[0-9]{{1,19}}$' AND (length(btrim({column})) < 19 OR btrim({column}) <= '9223372036854775807' COLLATE \"C\") THEN nullif(btrim({column})::bigint, 0) END";

    protected static string IsBlank(string column) => $"nullif(btrim({column}), '') IS NULL";

    /// <summary>Whether a unique index promises that of some of these columns each combination is there once.</summary>
    protected bool Promises(params OldColumn?[] columns) => Table.Keys.Any(key => key.All(c => columns.Contains(c)));
}
