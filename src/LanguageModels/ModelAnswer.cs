namespace CommunityIntel.LanguageModels;

/// <summary>Closed set: <see cref="ModelAnswered"/>, <see cref="ModelUnavailable"/>.</summary>
public abstract record ModelAnswer
{
    private protected ModelAnswer()
    {
    }
}

/// <param name="Json">One JSON object, which the caller has accepted. Nobody else has checked it against the schema.</param>
public sealed record ModelAnswered(string Json, ModelUsage Usage) : ModelAnswer
{
    /// <summary>Names no text.</summary>
    public override string ToString() => $"ModelAnswered({Usage})";
}

/// <param name="TryAgainAt">When the first provider has rested; null when that is not what it waits for.</param>
public sealed record ModelUnavailable(ModelRefusal Reason, DateTimeOffset? TryAgainAt) : ModelAnswer;

public enum ModelRefusal
{
    /// <summary>The options name no provider.</summary>
    NotConfigured,

    /// <summary>The budget refused every provider.</summary>
    OverBudget,

    /// <summary>No provider gave an answer that can be used in time, or all of them rest.</summary>
    NoAnswer,
}
