namespace CommunityIntel.LanguageModels;

/// <summary>
/// What one request took that a provider answered. Tokens are the provider's count; one that counts none is estimated (a token for every three
/// bytes of UTF-8).
/// </summary>
/// <param name="Provider">Its name in the options.</param>
/// <param name="Model">As in the options.</param>
/// <param name="CostMicros">Millionths of the options' currency, rounded up.</param>
/// <param name="LatencyMs">Of this one request.</param>
public sealed record ModelUsage(string Provider, string Model, long InputTokens, long OutputTokens, long CostMicros, int LatencyMs);
