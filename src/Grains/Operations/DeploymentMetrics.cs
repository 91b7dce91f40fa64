using System.Diagnostics.Metrics;
using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Grains.Operations;

/// <summary>Meter <c>CommunityIntel.Deployment</c>: the whole deployment, told by the one silo that counts it and by no other.</summary>
internal static class DeploymentMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Deployment");
    private static volatile Told? s_told;

    static DeploymentMetrics()
    {
        Gauge("guilds", f => f.Guilds, "Guilds that the bot is in.");
        Gauge("members", f => f.Members, "Members of those guilds, as Discord counts them.");
        Gauge("members_week_ago", f => f.MembersWeekAgo, "The same a week ago.");
        Gauge("paying_guilds", f => f.PayingGuilds, "Guilds that something is paid for.");
        Gauge("enterprise_guilds", f => f.EnterpriseGuilds, "Guilds with the highest plan.");
        Gauge("database_bytes", f => f.DatabaseBytes.Value, "Size of the database.");
        Gauge("database_limit_bytes", f => f.DatabaseBytes.Limit, "What it may grow to; 0 = nothing is set.");
        Gauge("database_connections", f => f.Connections.Value, "Connections to the server.");
        Gauge("database_connections_limit", f => f.Connections.Limit, "As many as it takes.");
        Gauge("database_ping_seconds", f => f.PingSeconds, "Time of a simple query.");
        Gauge("outbox_due", f => f.OutboxDue, "Actions on Discord that are due.");
        Gauge("stripe_events_open", f => f.StripeEventsOpen, "Events of Stripe's mode in use that are not done ten minutes after they came.");
        Gauge("gaps_open", f => f.GapsOpen, "Lost windows that are being caught up with.");
        Gauge("model_requests_today", f => f.ModelRequests.Value, "Requests today to language models that have a limit.");
        Gauge("model_requests_limit", f => f.ModelRequests.Limit, "Requests a day that they take; 0 = none has a limit.");
        Gauge("traffic_bytes", f => f.Traffic.Value, "Bytes that pages sent this month.");
        Gauge("traffic_bytes_limit", f => f.Traffic.Limit, "Bytes a month that are paid for; 0 = nothing is set.");
        Gauge("monthly_cost_minor", f => f.CostMinor, "What the present phase costs by the operator's prices.");
        Gauge("monthly_budget_minor", f => f.BudgetMinor, "What it may cost; 0 = nothing is set.");
        Meter.CreateObservableGauge("database_up", () => s_told is { } told ? [new Measurement<int>(told.Figures is null ? 0 : 1)] : Array.Empty<Measurement<int>>(), description: "1 = the database answers.");
        Meter.CreateObservableGauge("monthly_revenue_minor", Revenue, description: "What subscriptions bring in, by currency.");
    }

    /// <param name="figures">Null: the database does not answer.</param>
    public static void Tell(DeploymentFigures? figures) => s_told = new Told(figures);

    /// <summary>Somebody else counts from now on.</summary>
    public static void Stop() => s_told = null;

    private static void Gauge(string name, Func<DeploymentFigures, double?> value, string description) => Meter.CreateObservableGauge(
        name, () => s_told?.Figures is { } figures && value(figures) is { } known ? [new Measurement<double>(known)] : Array.Empty<Measurement<double>>(), description: description);

    private static IEnumerable<Measurement<long>> Revenue() =>
        s_told?.Figures?.RevenueMinor.Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("currency", one.Key))) ?? [];

    private sealed record Told(DeploymentFigures? Figures);
}
