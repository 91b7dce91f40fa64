using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.LanguageModels;

namespace CommunityIntel.Grains.Digests;

/// <summary>The deployment's budget, as one guild's digests ask for it.</summary>
internal sealed class GuildBudget(IModelBudgetGrain budget, long guildId) : IModelBudget
{
    public Task<bool> TryTakeAsync(string provider, int requestsPerDay, long worstCostMicros) => budget.TryTakeAsync(guildId, provider, requestsPerDay, worstCostMicros);

    // Whether a request that failed was paid for is not known: it counts as free, as providers charge for answers.
    public Task SettleAsync(string provider, ModelUsage? usage, long worstCostMicros) =>
        budget.SettleAsync(guildId, provider, usage?.InputTokens ?? 0, usage?.OutputTokens ?? 0, usage?.CostMicros ?? 0, worstCostMicros);
}
