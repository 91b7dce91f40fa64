using CommunityIntel.BotShard.Shards;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityIntel.BotShard;

/// <summary>Ready when every shard is connected.</summary>
public sealed class BotReadiness(BotWorker worker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(worker.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("a shard is not connected"));
}
