namespace CommunityIntel.LanguageModels.Providers;

/// <summary>What came of one request, or of its being refused by the budget.</summary>
internal abstract record Attempt
{
    public sealed record Answered(string Json, ModelUsage Usage) : Attempt;

    public sealed record OverBudget : Attempt;

    /// <param name="Status">Of the HTTP answer, if there was one.</param>
    /// <param name="RetryAfter">How long the provider wants to be left alone, as it said.</param>
    public sealed record Failed(Trouble Trouble, int? Status = null, TimeSpan? RetryAfter = null) : Attempt;
}

internal enum Trouble
{
    TimedOut,

    /// <summary>No connection, or it broke, or more bytes came than we take.</summary>
    Unreachable,

    /// <summary>429.</summary>
    TooManyRequests,

    /// <summary>5xx and 408.</summary>
    ServerError,

    /// <summary>The answer is not one JSON object: cut off, refused, empty, prose.</summary>
    Unreadable,

    /// <summary>The caller did not accept it.</summary>
    NotAccepted,

    /// <summary>400, because of the way in which the answer's form was asked for.</summary>
    FormatRefused,

    /// <summary>401, 402, 403, or a quota that is used up: it stays so until somebody does something.</summary>
    AccountRefused,

    /// <summary>Any other status: the same request again would not help.</summary>
    RequestRefused,
}
