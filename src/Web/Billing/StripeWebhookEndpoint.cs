using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Payments;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Billing;

/// <summary>
/// Where Stripe posts its events. 2xx only when the event is durable, or is knowingly none of ours; anything else is posted again. What is not signed by Stripe, or long ago, is not looked at.
/// </summary>
internal static partial class StripeWebhookEndpoint
{
    public const string Path = "/webhooks/stripe";

    /// <summary>Bytes. An event holds one object and what it was before; Stripe's own are far smaller.</summary>
    private const int MostBytes = 512 * 1024;

    public static void MapStripeWebhook(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Path, ReceiveAsync).DisableAntiforgery().AllowAnonymous();

    private static async Task<IResult> ReceiveAsync(HttpContext context, IClusterClient cluster, IOptions<StripeOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(typeof(StripeWebhookEndpoint));
        if (await BodyOfAsync(context.Request) is not { } body) return Results.Text($"An event has at most {MostBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        if (StripeWebhook.Read(body, context.Request.Headers["Stripe-Signature"], options.Value.WebhookSecrets, time.GetUtcNow(), out var refusal) is not { } e)
        {
            Log.Refused(logger, refusal!.Value);
            return refusal == WebhookRefusal.NotConfigured
                ? Results.Text("Billing:Stripe:WebhookSecret is not set.", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("The signature does not hold, or the body is no event.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var outcome = await cluster.GetGrain<IStripeEventsGrain>(0).ReceiveAsync(new StripeEvent(e.Id, e.Type, e.CustomerId, e.PayerId, e.CreatedAt, e.IsLive));
            if (outcome != EventOutcome.OtherMode) return Results.Text(outcome.ToString());
            Log.OtherMode(logger, e.Id, e.IsLive ? "live" : "test");
            return Results.Text("This deployment has keys of Stripe's other mode.", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (Exception outage) when (GuildCalls.IsOutage(outage))
        {
            Log.NotStored(logger, e.Id, outage.Message);
            return Results.Text("Not stored: to be sent again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    // Null: too long. The text is what was signed, byte for byte.
    private static async Task<string?> BodyOfAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes) return null;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An event was posted that is not believed: {Reason}")]
        public static partial void Refused(ILogger logger, WebhookRefusal reason);

        [LoggerMessage(2, LogLevel.Error, "Event {EventId} of Stripe's {Mode} mode came, and the keys are of the other one: look at the webhook endpoint's secret and at the key")]
        public static partial void OtherMode(ILogger logger, string eventId, string mode);

        [LoggerMessage(3, LogLevel.Warning, "Event {EventId} of Stripe is not stored and will come again: {Reason}")]
        public static partial void NotStored(ILogger logger, string eventId, string reason);
    }
}
