namespace CommunityIntel.LanguageModels;

/// <summary>
/// One entry of the chain: a model at an endpoint that speaks OpenAI's chat completions. Another model of the same endpoint
/// is another entry.
/// </summary>
public sealed class ProviderOptions
{
    /// <summary>What people, budgets and metrics call it: 1–40 of a–z, A–Z, 0–9, '.', '_' and '-'.</summary>
    public string Name { get; set; } = "";

    /// <summary>Absolute https address that <c>/chat/completions</c> is appended to; http on loopback only.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The model's name at that endpoint.</summary>
    public string Model { get; set; } = "";

    /// <summary>Secret. No default; an endpoint on loopback may go without.</summary>
    public string? Key { get; set; }

    /// <summary>0 = no limit. 0 to 1 000 000.</summary>
    public int RequestsPerDay { get; set; }

    /// <summary>Price of a million input tokens in <see cref="LanguageModelsOptions.Currency"/>. 0 to 100 000.</summary>
    public decimal InputPricePerMillion { get; set; }

    /// <summary>Price of a million output tokens in <see cref="LanguageModelsOptions.Currency"/>. 0 to 100 000.</summary>
    public decimal OutputPricePerMillion { get; set; }

    /// <summary>How long one request may take; null = <see cref="LanguageModelsOptions.TimeoutSeconds"/>. 1 to 120.</summary>
    public int? TimeoutSeconds { get; set; }

    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{Name}: {Model} at {BaseAddress?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} (key {(string.IsNullOrEmpty(Key) ? "absent" : "set")})";
}
