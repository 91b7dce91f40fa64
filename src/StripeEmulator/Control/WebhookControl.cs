using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Webhooks;

namespace CommunityIntel.StripeEmulator.Control;

/// <summary>Where events go and how: in order or not, once or more, now or later.</summary>
internal sealed class WebhookControl(Account account, DeliveryQueue queue, StripeEmulatorOptions options, StripeClock clock)
{
    /// <summary>The endpoint of the options and of this control API.</summary>
    private const string EndpointId = "we_control";

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapPut("/webhooks/endpoint", (EndpointChange change) => SetEndpoint(change.Url, change.Secret));
        control.MapPut("/webhooks/mode", (WebhookMode mode) => queue.SetMode(mode));
        control.MapPost("/webhooks/release", (Release release) => new Count(queue.Release(release.Order, release.Seed)));
        control.MapPost("/webhooks/again", Again);
        control.MapGet("/webhooks/delivered", (HttpContext http) => queue.IdleAsync().WaitAsync(http.RequestAborted));
        control.MapGet("/webhooks/deliveries", queue.View);
        control.MapGet("/events", Events);
    }

    /// <summary>Takes the options' endpoint over; after a restart perhaps another one.</summary>
    public void ReadOptions()
    {
        if (options.WebhookUrl is { Length: > 0 } url) SetEndpoint(url, options.WebhookSecret);
    }

    private void SetEndpoint(string? url, string? secret)
    {
        lock (account.Gate)
        {
            var endpoint = account.WebhookEndpoints.Find(EndpointId);
            if (url is null)
            {
                if (endpoint is not null) account.WebhookEndpoints.Remove(endpoint);
            }
            else if (endpoint is null) account.WebhookEndpoints.Add(new WebhookEndpoint { Id = EndpointId, Created = clock.Now, Url = url, Secret = secret ?? options.WebhookSecret });
            else (endpoint.Url, endpoint.Secret) = (url, secret ?? endpoint.Secret);
            account.Changed();
        }
    }

    private IResult Again(EventAgain given)
    {
        lock (account.Gate)
        {
            if (account.Events.Find(given.EventId) is not { } stripeEvent) return Results.NotFound();
            queue.Again(stripeEvent);
            return Results.Ok();
        }
    }

    private List<EventView> Events()
    {
        lock (account.Gate)
            return [.. account.Events.All.Select(it => new EventView(it.Id, it.Type, DateTimeOffset.FromUnixTimeSeconds(it.Created), it.Data.Object.GetProperty("id").GetString(), it.PendingWebhooks))];
    }
}
