using CommunityIntel.Domain.TimeZones;
using Npgsql;

namespace CommunityIntel.Storage.TimeZones;

/// <summary>What a group commit writes of a new time zone, and what an activation reads of one that days are still counted again for.</summary>
internal static class ZoneRows
{
    public const string Open = "SELECT old_zone, new_zone, first_date, last_date, next_date FROM zone_changes WHERE guild_id = $1";

    public const string Write = """
        INSERT INTO zone_changes (guild_id, old_zone, new_zone, first_date, last_date, next_date)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        """;

    /// <summary>The result follows the reader's current one.</summary>
    public static async Task<ZoneChange?> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new ZoneChange(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetFieldValue<DateOnly>(3), reader.GetFieldValue<DateOnly>(4))
            : null;
    }
}
