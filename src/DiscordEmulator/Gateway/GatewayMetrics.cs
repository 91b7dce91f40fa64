using System.Globalization;
using Prometheus;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Counters of one emulator, in a registry of its own so that several can live in a process.</summary>
public sealed class GatewayMetrics
{
    private readonly Counter dispatched;
    private readonly Counter closed;
    private readonly Counter identifies;
    private readonly Counter resumes;

    public GatewayMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(Registry);
        dispatched = factory.CreateCounter("discord_emulator_dispatches_total", "Dispatches handed to sockets");
        closed = factory.CreateCounter("discord_emulator_closes_total", "Connections closed by the server", "code");
        identifies = factory.CreateCounter("discord_emulator_identifies_total", "Identifies accepted");
        resumes = factory.CreateCounter("discord_emulator_resumes_total", "Resumes accepted");
        Requests = factory.CreateCounter("discord_emulator_requests_total", "REST requests", "method", "status");
    }

    public CollectorRegistry Registry { get; }

    public Counter Requests { get; }

    public void Dispatched(int count = 1) => dispatched.Inc(count);

    public void Closed(int code) => closed.WithLabels(code.ToString(CultureInfo.InvariantCulture)).Inc();

    public void Identified() => identifies.Inc();

    public void Resumed() => resumes.Inc();
}
