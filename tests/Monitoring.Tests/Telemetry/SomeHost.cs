using CommunityIntel.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CommunityIntel.Monitoring.Tests.Telemetry;

/// <summary>A host with our telemetry and pages that go wrong, holding what must not leave it.</summary>
internal sealed class SomeHost : IAsyncDisposable
{
    public const string Token = "MTA0.secret-bot-token", Text = "what-was-written-in-confidence", Name = "Zaphod-Beeblebrox";

    private readonly WebApplication _app;

    private SomeHost(WebApplication app, Lines lines) => (_app, Written) = (app, lines);

    public HttpClient Http => new() { BaseAddress = new Uri(_app.Urls.Single()) };

    public Lines Written { get; }

    public static async Task<SomeHost> StartAsync(Dictionary<string, string?> settings)
    {
        var lines = new Lines();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTelemetry("web", logs => logs.WriteTo.Sink(lines));
        var app = builder.Build();
        app.UseExceptionHandler("/error/500");
        app.MapGet("/error/500", () => "Sorry");
        app.MapGet("/guilds/{guildId}", void (string guildId) => throw new InvalidOperationException($"{Name} wrote {Text} with {Token}", new FormatException($"inner {Text}")));
        app.MapGet("/told/{guildId}", (string guildId, ILogger<SomeHost> logger) => logger.LogError(new TimeoutException(Text), "Guild {GuildId} was named {Name}", guildId, Name));
        app.MapGet("/fine/{guildId}", (string guildId, ILogger<SomeHost> logger) => logger.LogWarning("Guild {GuildId} is fine", guildId));
        await app.StartAsync();
        return new SomeHost(app, lines);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>What is logged, as the console would show it.</summary>
    internal sealed class Lines : ILogEventSink
    {
        private readonly List<string> _lines = [];
        private readonly RenderedCompactJsonFormatter _formatter = new();

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter();
            _formatter.Format(logEvent, text);
            lock (_lines) _lines.Add(text.ToString());
        }
    }
}
