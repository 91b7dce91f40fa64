namespace CommunityIntel.LanguageModels;

/// <summary>
/// Kept by the caller: asked before every request that is sent, tries after a failure included, and told once after every
/// request that it allowed.
/// </summary>
public interface IModelBudget
{
    /// <summary>Takes one request and its worst cost. False = over budget, and the next provider is tried.</summary>
    /// <param name="requestsPerDay">The provider's limit; 0 = none.</param>
    /// <param name="worstCostMicros">Millionths of the options' currency: the input as estimated and every output token that is allowed.</param>
    Task<bool> TryTakeAsync(string provider, int requestsPerDay, long worstCostMicros);

    /// <summary>Puts the true cost in the place of the worst. The request stays counted, whatever became of it.</summary>
    /// <param name="usage">Null when it failed or nobody knows. An answer that cannot be used has been paid for and has one.</param>
    /// <param name="worstCostMicros">What was taken for this request.</param>
    Task SettleAsync(string provider, ModelUsage? usage, long worstCostMicros);
}
