using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace CommunityIntel.Silo;

/// <summary>Ready when the silo is an active member of its cluster. Local: asks nobody else.</summary>
internal sealed class SiloReadiness(ISiloStatusOracle status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"the silo is {status.CurrentStatus}"));
}
