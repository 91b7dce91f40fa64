using System.Collections.Concurrent;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>A budget that keeps what it was asked and told, and refuses whom the test names.</summary>
internal sealed class Budget : IModelBudget
{
    public ConcurrentQueue<(string Provider, int RequestsPerDay, long WorstCostMicros)> Taken { get; } = new();

    public ConcurrentQueue<(string Provider, ModelUsage? Usage, long WorstCostMicros)> Settled { get; } = new();

    public Func<string, bool> Allows { get; init; } = static _ => true;

    public Task<bool> TryTakeAsync(string provider, int requestsPerDay, long worstCostMicros)
    {
        if (!Allows(provider)) return Task.FromResult(false);
        Taken.Enqueue((provider, requestsPerDay, worstCostMicros));
        return Task.FromResult(true);
    }

    public Task SettleAsync(string provider, ModelUsage? usage, long worstCostMicros)
    {
        Settled.Enqueue((provider, usage, worstCostMicros));
        return Task.CompletedTask;
    }
}
