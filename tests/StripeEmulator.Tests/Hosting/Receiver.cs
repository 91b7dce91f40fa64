using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Hosting;

/// <summary>A webhook endpoint that checks signatures as Stripe's client does and writes down what came.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<Event> received = [];
    private readonly List<(string Body, string Signature)> raw = [];

    private Receiver(WebApplication app) => this.app = app;

    public string Secret { get; set; } = "whsec_emulator";

    /// <summary>What the next requests are answered, 200 when there is nothing here.</summary>
    public Queue<int> Answers { get; } = new();

    public string Url => app.Urls.First() + "/hook";

    public List<Event> Events
    {
        get { lock (received) return [.. received]; }
    }

    public List<(string Body, string Signature)> Raw
    {
        get { lock (received) return [.. raw]; }
    }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var signature = request.Headers["Stripe-Signature"].ToString();
        lock (received)
        {
            raw.Add((body, signature));
            if (Answers.TryDequeue(out var status) && status != 200) return Results.StatusCode(status);
            received.Add(EventUtility.ConstructEvent(body, signature, Secret));
            return Results.Ok();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
