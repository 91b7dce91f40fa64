using System.Collections.Concurrent;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>A year of sales, more subscriptions than one page has, and one guild that was never seen.</summary>
public sealed class ScriptedBillingDesk : Grain, IBillingDeskGrain
{
    public const int Sold = 60;
    public const long NeverSeen = 99;

    /// <summary>What was granted and ended.</summary>
    public static ConcurrentQueue<(long GuildId, Plan? Plan, DateTimeOffset? Until, long By)> Grants { get; } = new();

    public Task<IReadOnlyList<SoldSubscription>> GetSubscriptionsAsync(DateTimeOffset? before, int most) => Task.FromResult<IReadOnlyList<SoldSubscription>>(
    [
        .. Enumerable.Range(0, Sold).Select(i => new SoldSubscription(
            $"sub_{Sold - i}", 1000 + i, (SubscriptionStatus)(i % 8), i % 5 == 0 ? Plan.Business : Plan.Pro, i % 3 == 0 ? BillingInterval.Year : BillingInterval.Month, 1 + (i % 2), 25_00, "eur",
            ScriptedGuild.Now.AddDays(-i), ScriptedGuild.Now.AddDays(30 - i), i % 7 == 0 ? ScriptedGuild.Now.AddDays(30) : null, null, i % 4 == 0 ? [] : [new(ScriptedPlans.Pro, "<Pro>"), new(5, null)]))
        .Where(sold => before is not { } limit || sold.StartedAt < limit).Take(most),
    ]);

    public Task<RevenueReport> GetRevenueAsync() => Task.FromResult(new RevenueReport(
        [new(Plan.Pro, "eur", 40, 44, 1_041_66), new(Plan.Business, "eur", 7, 9, 711_00), new(Plan.Business, "usd", 1, 1, 79_00)], 5, 2, 3,
        [.. Enumerable.Range(0, 12).Select(i => new RevenueMonth(new DateOnly(2025, 12, 1).AddMonths(i), 20 + (2 * i), 4, 2, i % 3))],
        [new(Plan.Pro, ClaimSource.Stripe, 44), new(Plan.Pro, ClaimSource.Gift, 3), new(Plan.Enterprise, ClaimSource.Operator, 1)], 4, ScriptedGuild.Now));

    public Task<bool> GrantAsync(long guildId, Plan plan, DateTimeOffset? until, Actor actor)
    {
        Grants.Enqueue((guildId, plan, until, actor.UserId));
        return Task.FromResult(guildId != NeverSeen);
    }

    public Task<bool> EndGrantAsync(long guildId, Actor actor)
    {
        Grants.Enqueue((guildId, null, null, actor.UserId));
        return Task.FromResult(guildId != NeverSeen);
    }

    public Task<IReadOnlyList<long>> GetDiscordGuildsAsync() => Task.FromResult<IReadOnlyList<long>>([]);

    public Task KeepWatchAsync() => Task.CompletedTask;
}

/// <summary>Codes that say in their own letters what comes of them.</summary>
public sealed class ScriptedGiftCodes : Grain, IGiftCodesGrain
{
    public const long RedeemedId = 2;

    public static ConcurrentQueue<GiftOrder> Orders { get; } = new();
    public static ConcurrentQueue<(string Code, long GuildId, long By)> Redeemed { get; } = new();

    public Task<IReadOnlyList<string>> CreateAsync(GiftOrder order, Actor actor)
    {
        Orders.Enqueue(order);
        return Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Range(1, order.Count).Select(i => $"GIFT-{i:0000}-ABCD")]);
    }

    public Task<IReadOnlyList<GiftCode>> GetListAsync(int most) => Task.FromResult<IReadOnlyList<GiftCode>>(
    [
        new(3, "WXYZ", Plan.Pro, 30, ScriptedGuild.Now, ScriptedGuild.Now.AddYears(20), false, 0, null, "<fair>"),
        new(RedeemedId, "ABCD", Plan.Business, 365, ScriptedGuild.Now, null, false, ScriptedPlans.Ending, ScriptedGuild.Now, ""),
        new(1, "MNOP", Plan.Pro, 1, ScriptedGuild.Now, null, true, 0, null, "taken back"),
    ]);

    public Task<bool> RevokeAsync(long codeId) => Task.FromResult(codeId != RedeemedId);

    public Task<RedeemAnswer> RedeemAsync(string code, long guildId, Actor actor)
    {
        if (code == "silent") throw new StorageUnavailableException("scripted");
        Redeemed.Enqueue((code, guildId, actor.UserId));
        return Task.FromResult(new RedeemAnswer(Enum.TryParse<RedeemOutcome>(code, out var outcome) ? outcome : RedeemOutcome.Redeemed, null, 30, Plan.Pro));
    }
}
