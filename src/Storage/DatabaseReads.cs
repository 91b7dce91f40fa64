using Npgsql;

namespace CommunityIntel.Storage;

/// <summary>Every read goes through here: one place that opens a connection and translates what the driver throws.</summary>
internal static class DatabaseReads
{
    public static async Task<T> ReadAsync<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> read)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync();
            return await read(connection);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw new CommitFailedException($"PostgreSQL did not answer: {e.Message}", e);
        }
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? BigOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>A time as Unix ms.</summary>
    public static long MsAt(this NpgsqlDataReader reader, int column) => new DateTimeOffset(reader.GetDateTime(column)).ToUnixTimeMilliseconds();

    public static long? MsOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.MsAt(column);
}
