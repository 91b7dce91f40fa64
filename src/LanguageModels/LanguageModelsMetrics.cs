using System.Diagnostics.Metrics;
using CommunityIntel.LanguageModels.Providers;

namespace CommunityIntel.LanguageModels;

/// <summary>Meter <c>CommunityIntel.LanguageModels</c>.</summary>
internal static class LanguageModelsMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.LanguageModels");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("model_requests", description: "Requests sent, by provider and what came of them.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("model_tokens", description: "Tokens of requests that were answered, by provider and direction.");
    private static readonly Counter<long> Cost = Meter.CreateCounter<long>("model_cost_micros", description: "Millionths of the configured currency that answered requests cost.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("model_request_seconds", "s", "Time of one request.");
    private static readonly Counter<long> OverBudget = Meter.CreateCounter<long>("model_requests_over_budget", description: "Requests not sent, because the budget refused.");
    private static readonly Counter<long> Answers = Meter.CreateCounter<long>("model_answers", description: "Questions to the whole chain, by what came of them.");

    public static void Asked(string provider, Attempt attempt, TimeSpan elapsed)
    {
        var outcome = attempt is Attempt.Failed failed ? failed.Trouble.ToString() : "Answered";
        Requests.Add(1, Tag("provider", provider), Tag("outcome", outcome));
        Duration.Record(elapsed.TotalSeconds, Tag("provider", provider));
    }

    public static void Used(ModelUsage usage)
    {
        Tokens.Add(usage.InputTokens, Tag("provider", usage.Provider), Tag("direction", "input"));
        Tokens.Add(usage.OutputTokens, Tag("provider", usage.Provider), Tag("direction", "output"));
        Cost.Add(usage.CostMicros, Tag("provider", usage.Provider));
    }

    public static void RefusedByBudget(string provider) => OverBudget.Add(1, Tag("provider", provider));

    public static void Ended(ModelAnswer answer) =>
        Answers.Add(1, Tag("outcome", answer is ModelUnavailable unavailable ? unavailable.Reason.ToString() : "Answered"));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
