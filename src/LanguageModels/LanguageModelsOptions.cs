using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CommunityIntel.LanguageModels;

/// <summary>Section <c>LanguageModels</c>: who writes digests, in which order they are asked, and how long that may take.</summary>
public sealed class LanguageModelsOptions : IValidatableObject
{
    public const string Section = "LanguageModels";

    private const int MostProviders = 10;

    /// <summary>What prices are in: three capital letters (ISO 4217).</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "LanguageModels:Currency must be three capital letters, such as USD")]
    public string Currency { get; set; } = "USD";

    /// <summary>How long one request may take, its whole answer included, unless its provider says otherwise. 1 to 120.</summary>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>How long all providers together may take, tries and waits included. 1 to 300.</summary>
    public int TotalTimeoutSeconds { get; set; } = 15;

    /// <summary>Questions of this process that are under way at once; others wait for a place. 1 to 64.</summary>
    public int AtOnce { get; set; } = 4;

    /// <summary>In the order in which they are asked; at most 10. Empty = no language model is used.</summary>
    public IList<ProviderOptions> Providers { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Not [Range]: the generated validator says in its own words what is wrong, without the section's name.
        if (TimeoutSeconds is < 1 or > 120) yield return new($"{Section}:TimeoutSeconds must be between 1 and 120.");
        if (TotalTimeoutSeconds is < 1 or > 300) yield return new($"{Section}:TotalTimeoutSeconds must be between 1 and 300.");
        if (AtOnce is < 1 or > 64) yield return new($"{Section}:AtOnce must be between 1 and 64.");
        if (Providers.Count > MostProviders) yield return new($"{Section}:Providers must be {MostProviders} at most.");
        foreach (var (index, provider) in Providers.Index())
        {
            foreach (var problem in ProviderCheck.Problems(provider, TotalTimeoutSeconds))
                yield return new(ProviderCheck.Named(index, provider, problem));
            if (Providers.Take(index).Any(earlier => string.Equals(earlier.Name, provider.Name, StringComparison.OrdinalIgnoreCase)))
                yield return new(ProviderCheck.Named(index, provider, "Name must be its own: an earlier provider has the same, and requests are counted by it."));
        }
    }
}

[OptionsValidator]
public sealed partial class LanguageModelsOptionsValidator : IValidateOptions<LanguageModelsOptions>;
