using System.Text;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Webhooks;

/// <summary>Posts events to the endpoints, one after the other.</summary>
internal sealed partial class DeliveryLoop(DeliveryQueue queue, Account account, Wire wire, StripeClock clock, StripeEmulatorOptions options, ILogger<DeliveryLoop> logger) : BackgroundService
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = options.WebhookTimeout };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested) await StepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task StepAsync(CancellationToken stopping)
    {
        var (next, wait) = queue.Take();
        if (next is not null) await DeliverAsync(next, stopping);
        else await RestAsync(wait, stopping);
    }

    private async Task RestAsync(TimeSpan? wait, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var news = queue.NewsAsync(enough.Token);
        if (wait is { } time) await Task.WhenAny(news, Task.Delay(time, options.Clock, enough.Token));
        else await news;
        await enough.CancelAsync();
    }

    private async Task DeliverAsync(Delivery delivery, CancellationToken stopping)
    {
        var (url, secret, body) = ("", "", "");
        lock (account.Gate)
        {
            if (account.WebhookEndpoints.Find(delivery.EndpointId) is { } endpoint) (url, secret, body) = (endpoint.Url, endpoint.Secret, wire.Snapshot(delivery.Event).ToJsonString());
        }
        if (url.Length == 0)
        {
            queue.Drop(delivery);
            return;
        }

        // A delivery that the end of this server cuts off stays among those under way, and begins anew at the next start.
        var status = await PostAsync(url, secret, body, stopping);
        if (status is < 200 or >= 300) LogRefused(delivery.Event.Id, delivery.Event.Type, status, delivery.Attempts + 1);
        queue.Return(delivery, status);
        account.Changed();
    }

    /// <summary>HTTP status of the answer; 0 when there was none.</summary>
    private async Task<int> PostAsync(string url, string secret, string body, CancellationToken stopping)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Stripe-Signature", Signature.Of(body, secret, clock.Real));
            request.Headers.UserAgent.ParseAdd("Stripe/1.0");
            using var answer = await http.SendAsync(request, stopping);
            return (int)answer.StatusCode;
        }
        catch (Exception outage) when (outage is HttpRequestException or IOException || (outage is TaskCanceledException && !stopping.IsCancellationRequested))
        {
            return 0;
        }
    }

    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Event {EventId} ({EventType}) was answered {Status} at attempt {Attempt}")]
    private partial void LogRefused(string eventId, string eventType, int status, int attempt);
}
