using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Web.Guilds;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityIntel.Web.Hosting;

/// <summary>Whether the cluster and its database answer. Asked at most every five seconds, however many want to know.</summary>
public sealed class ClusterHealth(IClusterClient cluster, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Task<bool> answer = Task.FromResult(false);
    private DateTimeOffset askAgainAt;

    public Task<bool> AnswersAsync()
    {
        lock (gate)
        {
            if (answer.IsCompleted && time.GetUtcNow() >= askAgainAt)
            {
                askAgainAt = time.GetUtcNow() + Fresh;
                answer = AskAsync();
            }
            return answer;
        }
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await AnswersAsync() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The cluster does not answer.");

    private async Task<bool> AskAsync()
    {
        try
        {
            await cluster.GetGrain<IGuildListGrain>(0).FindAsync([]).WaitAsync(Patience);
            return true;
        }
        catch (Exception outage) when (GuildCalls.IsOutage(outage))
        {
            return false;
        }
    }
}
