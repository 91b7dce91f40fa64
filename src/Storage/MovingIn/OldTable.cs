using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>A column of an old table; <c>Type</c> as PostgreSQL calls it inside (<c>int8</c>, <c>timestamptz</c>).</summary>
public sealed record OldColumn(string Name, string Type);

/// <summary>
/// A table as it was found. <c>Keys</c>: the columns of each unique index without nulls, the primary key first.
/// </summary>
public sealed record OldTable(string Schema, string Name, IReadOnlyList<OldColumn> Columns, IReadOnlyList<IReadOnlyList<OldColumn>> Keys)
{
    private const string ColumnsSql = """
        SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position
        """;

    private const string KeysSql = """
        SELECT array_agg(a.attname::text ORDER BY k.place)
        FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
        WHERE i.indrelid = (SELECT c.oid FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = $1 AND c.relname = $2)
          AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
        GROUP BY i.indexrelid, i.indisprimary HAVING bool_and(a.attnotnull) ORDER BY i.indisprimary DESC, count(*), 1
        """;

    /// <summary>The name with its schema, quoted.</summary>
    public string Quoted => $"{Quote(Schema)}.{Quote(Name)}";

    /// <summary>Null when there is no such table, or it may not be seen.</summary>
    public static Task<OldTable?> FindAsync(OldDatabase old, string name, CancellationToken cancellation) => old.ReadAsync(async connection =>
    {
        var columns = new List<OldColumn>();
        await using (var reader = await Command(ColumnsSql).ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) columns.Add(new OldColumn(reader.GetString(0), reader.GetString(1)));
        if (columns.Count == 0) return null;
        var keys = new List<IReadOnlyList<OldColumn>>();
        await using (var reader = await Command(KeysSql).ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) keys.Add([.. reader.GetFieldValue<string[]>(0).Select(key => columns.Single(c => c.Name == key))]);
        return new OldTable(old.Schema, name, columns, keys);

        NpgsqlCommand Command(string sql) => new(sql, connection) { Parameters = { new() { Value = old.Schema }, new() { Value = name } } };
    }, cancellation);

    /// <summary>The first of the names that the table has.</summary>
    public OldColumn? Find(IEnumerable<string> names) => names.Select(name => Columns.FirstOrDefault(c => c.Name == name)).FirstOrDefault(c => c is not null);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text constant of SQL.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
