using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.LanguageModels;
using CommunityIntel.Payments;
using CommunityIntel.Storage.Billing;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Operations;
using CommunityIntel.Grains.Digests;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Operations;

/// <summary><c>Models</c>: what language models cost this month and may cost, in millionths of their currency. <c>FullOn</c>: when the database reaches its limit as it grows now.</summary>
public sealed record ReadFigures(DeploymentFigures Figures, (long CostMicros, long BudgetMicros) Models, DateOnly? FullOn);

/// <summary>Asks everything that the figures of the deployment come from.</summary>
public sealed class FigureReader(
    OperationsStore operations, RevenueReader revenue, ModelUsageStore models, StripePayments payments, IOptions<LanguageModelsOptions> languageModels, IOptions<DigestsOptions> digests, TimeProvider time)
{
    /// <summary>Days whose growth says when the database is full.</summary>
    private const int GrowthDays = 30;

    public async Task<ReadFigures> ReadAsync(OperatingSettings settings)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var ping = await operations.PingAsync(time);
        var stored = await operations.ReadFiguresAsync(today, payments.IsLive);
        var sold = await revenue.ReadRevenueAsync(payments.IsLive, now.AddDays(-PlanTable.GraceDays));
        var used = await models.ReadAsync(today);
        var sizes = settings.DatabaseLimitBytes > 0 ? await operations.ReadSizesAsync(today.AddDays(-GrowthDays)) : [];
        await operations.EndMinuteAsync(today, stored);
        var limited = languageModels.Value.Providers.Where(provider => provider.RequestsPerDay > 0).ToList();
        return new ReadFigures(
            new DeploymentFigures(
                stored.Guilds, stored.Members, stored.MembersWeekAgo, stored.PayingGuilds, stored.EnterpriseGuilds,
                sold.GroupBy(row => row.Currency).ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.MonthlyAmountMinor)),
                new Used(stored.DatabaseBytes, settings.DatabaseLimitBytes), new Used(stored.Connections, stored.MostConnections), ping.TotalSeconds,
                stored.OutboxDue, stored.OutboxOldest.TotalSeconds, stored.StripeEventsOpen, stored.GapsOpen,
                new Used(limited.Sum(provider => used.RequestsToday.GetValueOrDefault(provider.Name)), limited.Sum(provider => provider.RequestsPerDay)),
                new Used(stored.TrafficBytesThisMonth, settings.TrafficLimitBytes), settings.Costs().Of(Phases.Of(stored.PayingGuilds)), settings.BudgetMinor),
            (used.CostMicrosThisMonth, (long)(digests.Value.CostPerMonth * 1_000_000)), Forecast.ReachedOn(sizes, settings.DatabaseLimitBytes));
    }
}
