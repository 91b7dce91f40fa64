using System.Globalization;
using System.Text.RegularExpressions;

namespace CommunityIntel.LanguageModels;

/// <summary>What is wrong with an entry of the chain and what to do about it. No message holds a key.</summary>
internal static partial class ProviderCheck
{
    private const int MostRequests = 1_000_000;
    private const decimal MostPrice = 100_000;

    /// <summary>LanguageModels:Providers:0 (groq): …</summary>
    public static string Named(int index, ProviderOptions provider, string problem)
    {
        var name = NameShape().IsMatch(provider.Name) ? $" ({provider.Name})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{LanguageModelsOptions.Section}:Providers:{index}{name}: {problem}");
    }

    public static IEnumerable<string> Problems(ProviderOptions provider, int totalTimeoutSeconds)
    {
        if (!NameShape().IsMatch(provider.Name)) yield return "Name must be 1 to 40 letters, digits, dots, underscores or hyphens, such as groq.";
        if (AddressProblem(provider.BaseAddress) is { } address) yield return address;
        if (!ModelShape().IsMatch(provider.Model)) yield return "Model must be the model's name at that provider, without spaces.";
        if (KeyProblem(provider) is { } key) yield return key;
        if (provider.RequestsPerDay is < 0 or > MostRequests) yield return $"RequestsPerDay must be between 0 (no limit) and {MostRequests}.";
        if (provider.InputPricePerMillion is < 0 or > MostPrice) yield return $"InputPricePerMillion must be between 0 and {MostPrice}.";
        if (provider.OutputPricePerMillion is < 0 or > MostPrice) yield return $"OutputPricePerMillion must be between 0 and {MostPrice}.";
        if (provider.TimeoutSeconds is < 1 or > 120) yield return "TimeoutSeconds must be between 1 and 120; leave it out to use LanguageModels:TimeoutSeconds.";
        else if (provider.TimeoutSeconds > totalTimeoutSeconds) yield return "TimeoutSeconds must not be more than LanguageModels:TotalTimeoutSeconds, which is for all providers together.";
    }

    private static string? AddressProblem(Uri? address)
    {
        const string example = "such as https://api.groq.com/openai/v1";
        if (address is null) return $"BaseAddress is missing. Set the address that /chat/completions is appended to, {example}.";
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) return $"BaseAddress must be an absolute https address, {example}.";
        if (address.UserInfo.Length > 0) return "BaseAddress must not hold a user name or password; a key belongs into Key.";
        if (address.Query.Length > 0 || address.Fragment.Length > 0) return $"BaseAddress must end with its path, {example}; a key belongs into Key.";
        return address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback ? "BaseAddress must begin with https: keys and chats would be readable on the way. Only this machine itself may be asked over http." : null;
    }

    private static string? KeyProblem(ProviderOptions provider)
    {
        if (string.IsNullOrEmpty(provider.Key))
            return provider.BaseAddress is { IsAbsoluteUri: true, IsLoopback: true } ? null : "Key is missing. Set it to an API key of that provider, or take the provider out.";
        return provider.Key.Any(letter => letter is <= ' ' or > '~') ? "Key must be printable ASCII without spaces or line breaks; copy it anew." : null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9._-]{1,40}\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"^[!-~]{1,200}\z")]
    private static partial Regex ModelShape();
}
