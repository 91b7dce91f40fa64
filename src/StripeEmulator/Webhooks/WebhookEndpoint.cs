using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Webhooks;

internal sealed class WebhookEndpoint : StripeObject
{
    public override string Object => "webhook_endpoint";

    public required string Url { get; set; }

    public List<string> EnabledEvents { get; set; } = ["*"];

    public string Status { get; set; } = "enabled";

    public string? ApiVersion { get; init; }

    public string? Description { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>Signs what it is sent; told once, in the answer to its creation.</summary>
    [Unsent]
    public required string Secret { get; set; }

    public bool Wants(string type) => Status == "enabled" && EnabledEvents.Any(pattern => EventRoutes.Matches(pattern, type));
}
