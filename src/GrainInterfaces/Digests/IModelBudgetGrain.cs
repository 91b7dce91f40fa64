namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>
/// What language models may be asked and cost over the whole deployment; key 0. A request is counted, and its highest price with it, before it is sent: whoever dies
/// after that has spent too much, never too little. An outage is <see cref="Guilds.StorageUnavailableException"/>.
/// </summary>
[Alias("IModelBudgetGrain")]
public interface IModelBudgetGrain : IGrainWithIntegerKey
{
    /// <summary>False = not within the provider's requests of the day (UTC), the guild's, or the month's money.</summary>
    /// <param name="requestsPerDay">The provider's; 0 = without limit.</param>
    [Alias("TryTake")]
    [ResponseTimeout("00:00:15")]
    Task<bool> TryTakeAsync(long guildId, string provider, int requestsPerDay, long worstCostMicros);

    /// <summary>What a request that was taken came to; zeros = it was refused, and cost nothing.</summary>
    /// <param name="worstCostMicros">As it was taken.</param>
    [Alias("Settle")]
    [ResponseTimeout("00:00:15")]
    Task SettleAsync(long guildId, string provider, long inputTokens, long outputTokens, long costMicros, long worstCostMicros);

    [Alias("GetUsed")]
    Task<ModelBudget> GetUsedAsync(long guildId);
}

/// <summary>What is used of the budget. <c>CostMicrosPerMonth</c> and <c>GuildRequestsPerDay</c> 0 = without limit.</summary>
[GenerateSerializer, Immutable, Alias("ModelBudget")]
public sealed record ModelBudget(
    [property: Id(0)] IReadOnlyDictionary<string, int> RequestsToday,
    [property: Id(1)] long CostMicrosThisMonth,
    [property: Id(2)] long CostMicrosPerMonth,
    [property: Id(3)] int GuildRequestsToday,
    [property: Id(4)] int GuildRequestsPerDay);
