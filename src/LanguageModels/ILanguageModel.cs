namespace CommunityIntel.LanguageModels;

/// <summary>The chain of providers: the first that is within budget, does not rest and gives an answer that can be used.</summary>
public interface ILanguageModel
{
    /// <summary>The chain in its order. Empty = nothing is configured.</summary>
    IReadOnlyList<ProviderStanding> Standings { get; }

    /// <summary>
    /// Takes <c>LanguageModels:TotalTimeoutSeconds</c> at most, waiting for a place included; what the budget takes to answer
    /// is not cut off. The budget and <paramref name="accept"/> are asked on the caller's scheduler, so a grain may be both.
    /// </summary>
    /// <param name="accept">Gets one JSON object; false = it cannot be used, which counts against the provider, and the next one is asked.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> is cancelled. Whatever a provider does is a value.</exception>
    Task<ModelAnswer> AskAsync(ModelRequest request, IModelBudget budget, Func<string, bool> accept, CancellationToken ct);
}

/// <param name="RequestsPerDay">0 = no limit.</param>
/// <param name="IsResting">It failed again and again, wants to be left alone for a while or refuses our key: nobody asks it now.</param>
public sealed record ProviderStanding(string Name, string Model, int RequestsPerDay, bool IsResting);
