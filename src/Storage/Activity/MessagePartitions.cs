using Npgsql;

namespace CommunityIntel.Storage.Activity;

/// <summary>Monthly partitions of <c>messages</c>.</summary>
public sealed class MessagePartitions(NpgsqlDataSource database)
{
    public async Task EnsureAsync(DateOnly day)
    {
        await using var command = database.CreateCommand("SELECT ensure_messages_partition($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = day });
        await command.ExecuteNonQueryAsync();
    }
}
