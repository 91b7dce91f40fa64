namespace CommunityIntel.Storage.MovingIn;

/// <summary>Rows that cannot be taken over for one reason, with the keys of up to five of them.</summary>
public sealed record Unmappable(string Reason, long Rows, IReadOnlyList<string> Examples);

/// <summary>What one old table holds. <c>Twice</c>: rows that say again what another one says.</summary>
public sealed record MoveSurvey(string Table, string Target, long Rows, IReadOnlyList<Unmappable> Unmappable, long Twice)
{
    /// <summary>What a table's name was looked for under, and what makes a source of it.</summary>
    private static readonly (string Name, Func<OldDatabase, OldTable, CancellationToken, Task<MoveSource>> Make)[] Known =
    [
        ("messages", async (old, table, cancellation) => await MessageSource.OfAsync(old, table, cancellation)),
        ("messages_archive", async (old, table, cancellation) => await MessageSource.OfAsync(old, table, cancellation)),
        ("voice_sessions", (_, table, _) => Task.FromResult<MoveSource>(new VoiceSource(table))),
        ("user_xp", (_, table, _) => Task.FromResult<MoveSource>(new XpSource(table))),
    ];

    /// <summary>The names of the tables that are looked for, in the order in which they are taken over.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Select(known => known.Name)];

    /// <summary>Those of the tables that are there.</summary>
    public static async Task<IReadOnlyList<MoveSource>> FindAsync(OldDatabase old, CancellationToken cancellation)
    {
        var sources = new List<MoveSource>();
        foreach (var (name, make) in Known)
            if (await OldTable.FindAsync(old, name, cancellation) is { } table) sources.Add(await make(old, table, cancellation));
        return sources;
    }

    /// <summary>Reads the whole table on its own server; only counts travel.</summary>
    public static async Task<MoveSurvey> OfAsync(OldDatabase old, MoveSource source, CancellationToken cancellation)
    {
        var clean = source.Clean(source.Raw());
        var rows = (await old.QueryAsync($"SELECT count(*) FROM {source.Table.Quoted}", row => row.GetInt64(0), cancellation))[0];
        var unmappable = await old.QueryAsync(
            $"""
            SELECT reason, count(*), array_agg(array_to_string(key, ', ')) FILTER (WHERE place <= 5) FROM (
              SELECT reason, key, row_number() OVER (PARTITION BY reason) AS place FROM ({clean}) AS clean WHERE reason IS NOT NULL) AS bad
            GROUP BY reason ORDER BY 2 DESC, 1
            """, row => new Unmappable(row.GetString(0), row.GetInt64(1), row.GetFieldValue<string[]>(2)), cancellation);
        var twice = source.IsDistinct
            ? 0
            : (await old.QueryAsync(
                $"SELECT coalesce(sum(times - 1), 0)::bigint FROM (SELECT count(*) AS times FROM ({clean}) AS clean WHERE reason IS NULL GROUP BY {source.Identity}) AS things", row => row.GetInt64(0), cancellation))[0];
        return new MoveSurvey(source.Table.Name, source.Target, rows, unmappable, twice);
    }
}
