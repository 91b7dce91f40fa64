using System.Text.Json;
using System.Text.Json.Nodes;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Events;

/// <summary>Something that happened, with the object as it was then.</summary>
internal sealed class StripeEvent : StripeObject
{
    public override string Object => "event";

    public required string Type { get; init; }

    public required string ApiVersion { get; init; }

    public required EventContent Data { get; init; }

    /// <summary>Endpoints that have not yet taken it.</summary>
    public int PendingWebhooks { get; set; }

    public required EventRequest Request { get; init; }
}

/// <param name="PreviousAttributes">What was changed, as it was before; top-level fields only.</param>
internal sealed record EventContent(JsonElement Object, JsonObject? PreviousAttributes);

/// <summary>The call that was its cause; nulls for what happened by itself or on a page.</summary>
internal sealed record EventRequest(string? Id, string? IdempotencyKey);
