using Npgsql;

namespace CommunityIntel.Storage.Replicas;

/// <summary>
/// Where reports are read: from a replica that is near enough, where the caller allows it; else from the primary. A replica that fails costs the one read that
/// found out, and no other. Without a replica all is read from the primary.
/// </summary>
public sealed class ReportDatabase(NpgsqlDataSource primary, NpgsqlDataSource? replica = null, ReplicaWatch? watch = null)
{
    /// <summary>A replica cancels a read that stands in the way of what it has to replay.</summary>
    private const string InTheWayOfReplay = "40001";

    public NpgsqlDataSource Primary { get; } = primary;

    /// <summary>As <see cref="ReplicaWatch.CoveredUntil"/>; null = the primary answers.</summary>
    public long? CoveredUntil => watch?.CoveredUntil;

    public static implicit operator ReportDatabase(NpgsqlDataSource primary) => FromPrimary(primary);

    public static ReportDatabase FromPrimary(NpgsqlDataSource primary) => new(primary);

    internal async Task<T> ReadAsync<T>(bool mayLag, Func<NpgsqlConnection, Task<T>> read)
    {
        if (mayLag && replica is not null && CoveredUntil is not null)
        {
            try
            {
                var answer = await replica.ReadAsync(read);
                StorageMetrics.ReportRead("replica");
                return answer;
            }
            catch (CommitFailedException e)
            {
                if (e.InnerException is not PostgresException { SqlState: InTheWayOfReplay }) watch!.Failed();
            }
        }

        StorageMetrics.ReportRead("primary");
        return await Primary.ReadAsync(read);
    }
}
