using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.LanguageModels;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Digests;

/// <summary>The deployment's budget, as one guild's digests ask for it, and what the guild's plan allows on a day (UTC).</summary>
internal sealed partial class GuildBudget(IModelBudgetGrain budget, long guildId, int requestsOfPlan, ILogger logger) : IModelBudget
{
    // Two digests of a guild at once may pass the plan's number by one; the deployment's own numbers are kept to exactly.
    public async Task<bool> TryTakeAsync(string provider, int requestsPerDay, long worstCostMicros) =>
        requestsOfPlan > 0 && (await budget.GetUsedAsync(guildId)).GuildRequestsToday < requestsOfPlan && await budget.TryTakeAsync(guildId, provider, requestsPerDay, worstCostMicros);

    // Where nobody knows, as when no answer came in time, the highest price stands. So it does when this cannot be written: an answer is not thrown away for it.
    public async Task SettleAsync(string provider, ModelUsage? usage, long worstCostMicros)
    {
        if (usage is null) return;
        try
        {
            await budget.SettleAsync(guildId, provider, usage.InputTokens, usage.OutputTokens, usage.CostMicros, worstCostMicros);
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
        {
            Log.NotSettled(logger, provider, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What a request to {Provider} cost cannot be written; it counts at its highest price: {Reason}")]
        public static partial void NotSettled(ILogger logger, string provider, string reason);
    }
}
