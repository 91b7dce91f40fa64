using Microsoft.Extensions.Options;

namespace CommunityIntel.Discord;

/// <summary>Checks <see cref="DiscordOptions"/> at start; every message names the setting and what is expected.</summary>
public sealed class DiscordOptionsValidator : IValidateOptions<DiscordOptions>
{
    private const int MaxShards = 16_384;

    public ValidateOptionsResult Validate(string? name, DiscordOptions options)
    {
        var failures = new List<string>();
        CheckUri(failures, nameof(options.RestBaseUri), options.RestBaseUri, slash: true, "http", "https");
        CheckUri(failures, nameof(options.AuthorizeUri), options.AuthorizeUri, slash: false, "http", "https");
        CheckUri(failures, nameof(options.CdnBaseUri), options.CdnBaseUri, slash: true, "http", "https");
        if (options.GatewayUri is { } gateway)
            CheckUri(failures, nameof(options.GatewayUri), gateway, slash: false, "ws", "wss", "http", "https");
        if (options.ShardCount is < 1 or > MaxShards)
            failures.Add(Message(nameof(options.ShardCount), $"a number from 1 to {MaxShards}, or nothing to ask Discord"));
        CheckToken(failures, options.Token);
        if (!string.IsNullOrEmpty(options.ClientId) && !Snowflake.TryParse(options.ClientId.AsSpan(), out _))
            failures.Add(Message(nameof(options.ClientId), "the application's id, a decimal number"));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckUri(List<string> failures, string setting, Uri? uri, bool slash, params string[] schemes)
    {
        if (uri is null || !uri.IsAbsoluteUri || !schemes.Contains(uri.Scheme))
            failures.Add(Message(setting, $"an absolute address beginning with {string.Join(":// or ", schemes)}://"));
        else if (slash && !uri.AbsolutePath.EndsWith('/'))
            failures.Add(Message(setting, "an address that ends in a slash"));
        else if (!string.IsNullOrEmpty(uri.UserInfo))
            failures.Add(Message(setting, "an address without a user name or password"));
    }

    private static void CheckToken(List<string> failures, string? token)
    {
        if (string.IsNullOrEmpty(token))
            return;
        if (token.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase))
            failures.Add(Message(nameof(DiscordOptions.Token), "the bare token, without the word Bot before it"));
        else if (token.Any(c => c is <= ' ' or > '~'))
            failures.Add(Message(nameof(DiscordOptions.Token), "printable ASCII without spaces or line breaks"));
    }

    private static string Message(string setting, string expected) =>
        $"{DiscordOptions.SectionName}:{setting} must be {expected}.";
}
