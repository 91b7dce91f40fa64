using System.Text.Json;
using CommunityIntel.Domain.Billing;
using Stripe;

namespace CommunityIntel.Payments;

/// <summary>An event of Stripe whose signature holds: what it is, and whom it is about. <c>PayerId</c> 0 = its metadata names nobody.</summary>
public sealed record SignedEvent(string Id, string Type, string? CustomerId, long PayerId, DateTimeOffset CreatedAt, bool IsLive);

/// <summary>Why a body is not believed.</summary>
public enum WebhookRefusal
{
    /// <summary>No secret is configured.</summary>
    NotConfigured = 0,

    /// <summary>The signature is missing, forged, or older than the tolerance: it may be replayed.</summary>
    Signature = 1,

    /// <summary>The signature holds, and the body is no event.</summary>
    NoEvent = 2,
}

/// <summary>Reads what Stripe posts. Only the head of the event is read: its object is asked for again, since events come late, twice and in any order.</summary>
public static class StripeWebhook
{
    /// <summary>Stripe API reference, Check the webhook signatures: five minutes.</summary>
    public const int ToleranceSeconds = 300;

    /// <param name="body">As it came, byte for byte.</param>
    public static SignedEvent? Read(string body, string? signature, IReadOnlyList<string> secrets, DateTimeOffset now, out WebhookRefusal? refusal)
    {
        refusal = secrets.Count == 0 ? WebhookRefusal.NotConfigured : secrets.Any(secret => IsSigned(body, signature, secret, now)) ? null : WebhookRefusal.Signature;
        if (refusal is not null) return null;
        if (HeadOf(body) is { } head) return head;
        refusal = WebhookRefusal.NoEvent;
        return null;
    }

    private static bool IsSigned(string body, string? signature, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(signature)) return false;
        try
        {
            EventUtility.ValidateSignature(body, signature, secret, ToleranceSeconds, now.ToUnixTimeSeconds());
            return true;
        }
        catch (Exception e) when (e is StripeException or FormatException or KeyNotFoundException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    private static SignedEvent? HeadOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var e = document.RootElement;
            if (TextOf(e, "object") != "event" || TextOf(e, "id") is not { Length: > 0 and <= 255 } id || TextOf(e, "type") is not { Length: > 0 and <= 255 } type) return null;
            var about = e.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("object", out var o) && o.ValueKind == JsonValueKind.Object ? o : default;
            return new SignedEvent(
                id, type, CustomerOf(about), PayerOf(about), e.TryGetProperty("created", out var at) && at.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default,
                e.TryGetProperty("livemode", out var live) && live.ValueKind == JsonValueKind.True);
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            return null;
        }
    }

    // An id, or the object itself; of an event about a customer, that one.
    private static string? CustomerOf(JsonElement about)
    {
        if (about.ValueKind != JsonValueKind.Object) return null;
        if (TextOf(about, "object") == "customer") return TextOf(about, "id");
        return about.TryGetProperty("customer", out var customer) && customer.ValueKind == JsonValueKind.Object ? TextOf(customer, "id") : TextOf(about, "customer");
    }

    private static long PayerOf(JsonElement about) =>
        about.ValueKind == JsonValueKind.Object && about.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && TextOf(metadata, SubscriptionReading.PayerKey) is { } text
        && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id) && id > 0 ? id : 0;

    private static string? TextOf(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
