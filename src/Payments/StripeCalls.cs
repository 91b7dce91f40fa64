using System.Net;
using System.Text.Json;
using Stripe;

namespace CommunityIntel.Payments;

/// <summary>Every request to Stripe goes through here: one place that translates what its library throws. Messages hold no secret: Stripe masks keys in its own.</summary>
internal static class StripeCalls
{
    private const string Missing = "resource_missing";

    public static async Task<T> AskAsync<T>(Func<Task<T>> ask) => await FindAsync(ask) ?? throw new PaymentsUnavailableException("Stripe says that there is no such object");

    /// <summary>Default when Stripe has no such object.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException e) when (e.StripeError?.Code == Missing)
        {
            return default;
        }
        catch (StripeException e) when (e.HttpStatusCode == HttpStatusCode.PaymentRequired || e.StripeError?.Type == "card_error")
        {
            throw new PaymentDeclinedException(e.StripeError?.Code ?? "declined", e);
        }
        catch (StripeException e)
        {
            throw new PaymentsUnavailableException($"Stripe answered {(int)e.HttpStatusCode} {e.StripeError?.Code ?? e.StripeError?.Type}: {e.StripeError?.Message ?? e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException or Newtonsoft.Json.JsonException)
        {
            throw new PaymentsUnavailableException($"Stripe did not answer: {e.Message}", e);
        }
    }
}
