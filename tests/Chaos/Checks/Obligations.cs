using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.Chaos.Checks;

/// <summary>What the database says is still to be done, in tables that a version may not have yet.</summary>
internal sealed class Obligations(ScratchDatabase database)
{
    private static readonly (string Table, string Open)[] Known = [("outbox", "state = 'pending'"), ("gaps", "state = 0")];

    /// <summary>For example <c>12 of outbox</c>; empty when nothing is open.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancellation)
    {
        var open = new List<string>();
        foreach (var (table, condition) in Known)
        {
            if (!await IsThereAsync(table, cancellation)) continue;
            var count = await database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE {condition}", cancellation);
            if (count > 0) open.Add($"{count} of {table}");
        }

        return open;
    }

    public async Task<bool> IsThereAsync(string table, CancellationToken cancellation) =>
        await database.ScalarAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL", cancellation);
}
