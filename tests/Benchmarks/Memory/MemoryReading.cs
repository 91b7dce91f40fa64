using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.Lab.Processes;
using Orleans.Runtime;

namespace CommunityIntel.Benchmarks.Memory;

/// <summary>Bytes of one .NET process: live managed objects, resident, and resident with shared pages divided.</summary>
internal sealed record ProcessBytes(long Heap, long Resident, long Proportional)
{
    public static async Task<ProcessBytes> TakeAsync(ProductMember member, CancellationToken cancellation)
    {
        var id = member.Process!.ProcessId;
        return new ProcessBytes((long)await member.MetricAsync("dotnet_total_memory_bytes", cancellation), member.Process.ResidentBytes, ProcessTree.ProportionalBytes(id));
    }
}

/// <summary>Worker, silo and database at one moment. <c>Activations</c> of guilds.</summary>
internal sealed record MemoryReading(ProcessBytes Worker, ProcessBytes Silo, long Database, int Activations)
{
    /// <summary>After a full garbage collection of both processes.</summary>
    public static async Task<MemoryReading> TakeAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        var (worker, silo) = (cluster.Member(MemberKind.Worker), cluster.Member(MemberKind.Silo));
        // What a first collection finalizes, a second frees.
        for (var round = 0; round < 2; round++)
        {
            await FullCollection.InAsync(worker.Process!.ProcessId, cancellation);
            await FullCollection.InAsync(silo.Process!.ProcessId, cancellation);
        }

        return new MemoryReading(
            await ProcessBytes.TakeAsync(worker, cancellation), await ProcessBytes.TakeAsync(silo, cancellation), await DatabaseBytesAsync(cluster, cancellation),
            await ActivationsAsync(cluster));
    }

    public static async Task<int> ActivationsAsync(ProductCluster cluster) =>
        (await cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(s => s.GrainType.Contains("Guilds.GuildGrain", StringComparison.Ordinal)).Sum(s => s.ActivationCount);

    private static async Task<long> DatabaseBytesAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        await using var command = cluster.Database.DataSource.CreateCommand("""
            SELECT sum(pg_total_relation_size(name::regclass))::bigint
            FROM unnest(ARRAY['guilds', 'guild_watermarks', 'guild_snapshots', 'channels', 'level_rewards', 'level_roles', 'gaps', 'gap_channels']) AS t (name)
            """);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
