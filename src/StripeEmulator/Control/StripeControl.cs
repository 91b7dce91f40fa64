using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommunityIntel.StripeEmulator.Control;

/// <summary>The control API as methods: acts as customers and as time, and breaks things on purpose.</summary>
/// <param name="http">A client whose base address is the server's.</param>
public sealed class StripeControl(HttpClient http) : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public StripeControl(Uri address) : this(new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan })
    {
    }

    public Task<ClockView> ClockAsync() => GetAsync<ClockView>("clock");

    /// <summary>Moves the emulated time; everything that falls due meanwhile has happened, in order, when it returns. Events may still be on their way.</summary>
    public Task<ClockView> AdvanceAsync(TimeSpan by) => SendAsync<ClockView>(HttpMethod.Post, "clock/advance", new ClockAdvance(by));

    /// <summary>Where all events go; what is null stays as it is, but a null URL ends that.</summary>
    public Task SetEndpointAsync(string? url, string? secret = null) => SendAsync(HttpMethod.Put, "webhooks/endpoint", new EndpointChange(url, secret));

    public Task SetWebhookModeAsync(WebhookMode mode) => SendAsync(HttpMethod.Put, "webhooks/mode", mode);

    /// <summary>Sends what was held back; returns how many. New events are still held.</summary>
    public async Task<int> ReleaseAsync(ReleaseOrder order = ReleaseOrder.InOrder, int seed = 0) => (await SendAsync<Count>(HttpMethod.Post, "webhooks/release", new Release(order, seed))).Number;

    /// <summary>Delivers an event once more.</summary>
    public Task DeliverAgainAsync(string eventId) => SendAsync(HttpMethod.Post, "webhooks/again", new EventAgain(eventId));

    /// <summary>Waits until every event was taken or given up; what is held back does not count.</summary>
    public Task DeliveredAsync() => SendAsync(HttpMethod.Get, "webhooks/delivered");

    public Task<List<EventView>> EventsAsync() => GetAsync<List<EventView>>("events");

    public Task<List<DeliveryView>> DeliveriesAsync() => GetAsync<List<DeliveryView>>("webhooks/deliveries");

    public Task FailAsync(RequestFault fault) => SendAsync(HttpMethod.Post, "faults", fault);

    public Task StopFailingAsync() => SendAsync(HttpMethod.Delete, "faults");

    /// <summary>Disputes the payment of an invoice; returns the dispute's id.</summary>
    public async Task<string> OpenDisputeAsync(string invoiceId, string reason = "fraudulent") => (await SendAsync<Created>(HttpMethod.Post, $"invoices/{invoiceId}/dispute", new NewDispute(reason))).Id;

    public Task CloseDisputeAsync(string disputeId, bool won) => SendAsync(HttpMethod.Post, $"disputes/{disputeId}/close", new DisputeEnd(won));

    /// <summary>Gives back the payment of an invoice; returns the refund's id.</summary>
    /// <param name="amount">Minor units; null for all of it.</param>
    public async Task<string> RefundAsync(string invoiceId, long? amount = null) => (await SendAsync<Created>(HttpMethod.Post, $"invoices/{invoiceId}/refund", new NewRefund(amount))).Id;

    public Task DeleteCustomerAsync(string customerId) => SendAsync(HttpMethod.Delete, $"customers/{customerId}");

    /// <summary>Buys as a customer at the page would; a declined card is an outcome, not an error.</summary>
    public Task<CheckoutOutcome> CompleteCheckoutAsync(string sessionId, CheckoutCompletion? completion = null) =>
        SendAsync<CheckoutOutcome>(HttpMethod.Post, $"checkout/{sessionId}/complete", completion ?? new CheckoutCompletion());

    public Task ExpireCheckoutAsync(string sessionId) => SendAsync(HttpMethod.Post, $"checkout/{sessionId}/expire");

    /// <summary>Another card for the customer and all of its subscriptions.</summary>
    public Task ChangeCardAsync(string customerId, string cardNumber, bool payOpenInvoices = false) => SendAsync(HttpMethod.Put, $"customers/{customerId}/card", new NewCard(cardNumber, payOpenInvoices));

    public Task CancelAsync(string subscriptionId, bool atPeriodEnd = true) => SendAsync(HttpMethod.Post, $"subscriptions/{subscriptionId}/cancel", new CancelRequest(atPeriodEnd));

    /// <summary>Takes back the end at the end of the period.</summary>
    public Task KeepAsync(string subscriptionId) => SendAsync(HttpMethod.Post, $"subscriptions/{subscriptionId}/keep");

    public Task ChangePlanAsync(string subscriptionId, PlanChange change) => SendAsync(HttpMethod.Post, $"subscriptions/{subscriptionId}/plan", change);

    /// <summary>Pays an open invoice, with the card on file when none is given.</summary>
    public Task PayAsync(string invoiceId, string? cardNumber = null) => SendAsync(HttpMethod.Post, $"invoices/{invoiceId}/pay", new InvoicePaymentRequest(cardNumber));

    /// <summary>Every subscription as it is now, also those that have ended.</summary>
    public Task<List<SubscriptionView>> SubscriptionsAsync() => GetAsync<List<SubscriptionView>>("subscriptions");

    private async Task<T> GetAsync<T>(string path) => (await http.GetFromJsonAsync<T>("control/" + path, Json))!;

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        using var answer = await RequestAsync(method, path, body);
        return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
    }

    private async Task SendAsync(HttpMethod method, string path, object? body = null) => (await RequestAsync(method, path, body)).Dispose();

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, "control/" + path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        var answer = await http.SendAsync(request);
        if (answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync();
        var status = answer.StatusCode;
        answer.Dispose();
        throw new HttpRequestException($"{method} control/{path}: {(int)status} {text}", null, status == 0 ? HttpStatusCode.InternalServerError : status);
    }

    public void Dispose() => http.Dispose();
}
