using System.Globalization;
using System.Net.Http;

namespace CommunityIntel.Discord.Rest;

/// <summary>How urgent a request is.</summary>
public enum RequestPriority
{
    /// <summary>Backfill: waits when Discord is close to banning our address.</summary>
    Low,
    Normal,
}

/// <summary>One request's address, as rate limits see it.</summary>
/// <param name="Template">The path with {0} for ids: what may be logged.</param>
/// <param name="Major">The channel, guild or webhook (with token) that buckets are kept apart by; empty for none.</param>
/// <param name="Path">Relative to the base address; may hold an interaction's token.</param>
public sealed record RestRoute(HttpMethod Method, string Template, string Major, string Path)
{
    /// <summary>Interaction answers: no global limit, no bot token.</summary>
    public bool IsInteraction { get; init; }

    /// <summary>Sending it twice has the effect of sending it once.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Hidden limits hang on which fields are sent; equal shapes share one.</summary>
    public string Shape { get; init; } = "";

    public RequestPriority Priority { get; init; } = RequestPriority.Normal;

    /// <summary>What learned buckets are kept under.</summary>
    internal string Key { get; } = $"{Method} {Template}";

    public override string ToString() => Key;

    /// <param name="template">Such as <c>channels/{0}/messages/{1}</c>; the first id is the major one of channels, guilds and webhooks.</param>
    public static RestRoute To(HttpMethod method, string template, params object[] ids)
    {
        var values = ids.Select(id => Uri.EscapeDataString(Convert.ToString(id, CultureInfo.InvariantCulture)!)).ToArray<object>();
        var isWebhook = template.StartsWith("webhooks/", StringComparison.Ordinal);
        var isInteraction = isWebhook || template.StartsWith("interactions/", StringComparison.Ordinal);
        var hasMajor = isInteraction
            || template.StartsWith("channels/", StringComparison.Ordinal) || template.StartsWith("guilds/", StringComparison.Ordinal);
        return new RestRoute(
            method, template,
            !hasMajor ? "" : isInteraction ? $"{values[0]}/{values[1]}" : (string)values[0],
            string.Format(CultureInfo.InvariantCulture, template, values))
        {
            IsInteraction = isInteraction,
        };
    }
}
