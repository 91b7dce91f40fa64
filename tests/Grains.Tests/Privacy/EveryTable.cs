using System.Globalization;
using System.Text;
using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.Grains.Tests.Privacy;

/// <summary>Looks for an id in every row of every table there is, whatever the columns are called.</summary>
internal static class EveryTable
{
    /// <summary>Tables with a row that holds the id as a whole number of its own: in a column, in an array, in JSON, in a text or in bytes.</summary>
    public static async Task<IReadOnlyList<string>> NamingAsync(ScratchDatabase database, long id, CancellationToken cancellation)
    {
        var tables = await ReadAsync(
            database, "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1", cancellation);
        var text = id.ToString(CultureInfo.InvariantCulture);
        // Orleans writes an integer key of a grain in hexadecimal, and its state in bytes.
        var hexadecimal = id.ToString("x", CultureInfo.InvariantCulture);
        var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        var naming = new List<string>();
        foreach (var table in tables)
        {
            var found = await database.ScalarAsync<long>(
                $"SELECT count(*) FROM {table} t WHERE t::text ~* '(^|[^0-9a-f])({text}|0*{hexadecimal})($|[^0-9a-f])' OR t::text LIKE '%{bytes}%'", cancellation);
            if (found > 0) naming.Add(table);
        }

        return naming;
    }

    public static async Task<IReadOnlyList<string>> ReadAsync(ScratchDatabase database, string sql, CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetString(0));
        return found;
    }
}
