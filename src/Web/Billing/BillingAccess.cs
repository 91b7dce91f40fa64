using System.Security.Claims;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Billing;

/// <summary>
/// Every question and change of the web about plans and payments goes through here, for the person who is signed in: a guild's plan for its members, what is paid for it for those who
/// manage it, subscriptions for whoever pays them and nobody else, everybody's for operators. Lives as long as a request.
/// </summary>
public sealed class BillingAccess(IClusterClient cluster, GuildAccess access, Operators operators, GuildCalls calls, AuthenticationStateProvider authentication, TimeProvider time)
{
    /// <summary>A page does not wait longer for what it can do without.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    /// <summary>Stripe is asked meanwhile.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(45);

    private readonly Dictionary<long, Task<GuildReading<GuildPlan>>> plans = [];

    /// <summary>Asked once in a request, however many parts of a page want to know.</summary>
    public Task<GuildReading<GuildPlan>> GetPlanAsync(long guildId)
    {
        if (!plans.TryGetValue(guildId, out var plan))
            plans[guildId] = plan = AskAsync(guildId, GuildStanding.Member, () => Guild(guildId).GetPlanAsync(), Short);
        return plan;
    }

    /// <summary>The plan that limits a guild; null = nothing does, or nobody can say now.</summary>
    public async Task<Plan?> GetLimitAsync(long guildId) => (await GetPlanAsync(guildId)).Value is { IsSold: true } plan ? plan.Plan : null;

    /// <summary>The first local day that a guild's plan shows; the first of all when nothing limits it, or nobody can say now.</summary>
    public async Task<DateOnly> GetFirstDayAsync(long guildId) => (await GetPlanAsync(guildId)).Value is { IsSold: true } plan ? plan.FirstDay : DateOnly.MinValue;

    /// <summary>Kinds of files that may be downloaded of a guild, also while what a lost plan allowed can still be seen; both when nobody can say now.</summary>
    public async Task<ExportFormats> GetExportsAsync(long guildId)
    {
        if ((await GetPlanAsync(guildId)).Value is not { IsSold: true } plan) return ExportFormats.CsvAndJson;
        var lost = plan.LostPlan is { } had && plan.ReadOnlyUntil > time.GetUtcNow() ? PlanTable.Of(had).Exports : ExportFormats.Csv;
        return (ExportFormats)Math.Max((int)plan.Limits.Exports, (int)lost);
    }

    /// <summary>For those who manage the guild.</summary>
    public Task<GuildReading<GuildBilling>> GetBillingAsync(long guildId) => AskAsync(guildId, GuildStanding.Manager, () => Guild(guildId).GetBillingAsync());

    /// <summary>What the person pays for.</summary>
    public Task<GuildReading<PayerAccount>> GetAccountAsync() => AskAsPayerAsync((payer, _) => payer.GetAsync(), Short);

    /// <summary>No value also when Stripe does not answer, or not soon enough for a page.</summary>
    public Task<GuildReading<InvoiceList?>> GetInvoicesAsync() => AskAsPayerAsync((payer, _) => payer.GetInvoicesAsync(), Short);

    /// <summary>For those who manage the guild.</summary>
    /// <param name="order">Its payer's name is the person's, whatever it says.</param>
    public async Task<GuildReading<CheckoutAnswer>> StartCheckoutAsync(CheckoutWish order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return await ManagesAsync(order.GuildId) ? await AskAsPayerAsync((payer, me) => payer.StartCheckoutAsync(order with { PayerName = me.Name }), Long) : NotAllowed<CheckoutAnswer>();
    }

    public Task<GuildReading<PayerAccount>> FinishCheckoutAsync(string checkoutSessionId) => AskAsPayerAsync((payer, _) => payer.FinishCheckoutAsync(checkoutSessionId), Long);

    public Task<GuildReading<PortalAnswer>> OpenPortalAsync(PortalWish wish) => AskAsPayerAsync((payer, _) => payer.OpenPortalAsync(wish), Long);

    public Task<GuildReading<SlotAnswer>> AddSlotAsync(string subscriptionId, int slots, string requestKey) => AskAsPayerAsync((payer, _) => payer.AddSlotAsync(subscriptionId, slots, requestKey), Long);

    /// <param name="guildId">One that the person manages; 0 takes the slot from where it is.</param>
    public async Task<GuildReading<SlotAnswer>> MoveSlotAsync(string subscriptionId, int slotNo, long guildId) => guildId == 0 || await ManagesAsync(guildId)
        ? await AskAsPayerAsync((payer, me) => payer.MoveSlotAsync(subscriptionId, slotNo, guildId, me), Long)
        : NotAllowed<SlotAnswer>();

    /// <summary>For those who manage the guild.</summary>
    public async Task<GuildReading<RedeemAnswer>> RedeemAsync(long guildId, string code) => ActorOf(await UserAsync()) is { } me
        ? await AskAsync(guildId, GuildStanding.Manager, () => cluster.GetGrain<IGiftCodesGrain>(0).RedeemAsync(code, guildId, me), Long)
        : NotAllowed<RedeemAnswer>();

    public async Task<bool> ManagesAsync(long guildId) => await access.GetStandingAsync(await UserAsync(), guildId) >= GuildStanding.Manager;

    /// <summary>For operators, as all that follows.</summary>
    public Task<GuildReading<RevenueReport>> GetRevenueAsync() => AskAsOperatorAsync(_ => Desk.GetRevenueAsync());

    public Task<GuildReading<IReadOnlyList<SoldSubscription>>> GetSubscriptionsAsync(DateTimeOffset? before, int most) => AskAsOperatorAsync(_ => Desk.GetSubscriptionsAsync(before, most));

    public Task<GuildReading<bool>> GrantAsync(long guildId, Plan plan, DateTimeOffset? until) => AskAsOperatorAsync(me => Desk.GrantAsync(guildId, plan, until, me), Long);

    public Task<GuildReading<bool>> EndGrantAsync(long guildId) => AskAsOperatorAsync(me => Desk.EndGrantAsync(guildId, me), Long);

    public Task<GuildReading<IReadOnlyList<GiftCode>>> GetCodesAsync(int most) => AskAsOperatorAsync(_ => Codes.GetListAsync(most));

    public Task<GuildReading<IReadOnlyList<string>>> CreateCodesAsync(GiftOrder order) => AskAsOperatorAsync(me => Codes.CreateAsync(order, me), Long);

    public Task<GuildReading<bool>> RevokeCodeAsync(long codeId) => AskAsOperatorAsync(_ => Codes.RevokeAsync(codeId));

    private IBillingDeskGrain Desk => cluster.GetGrain<IBillingDeskGrain>(0);

    private IGiftCodesGrain Codes => cluster.GetGrain<IGiftCodesGrain>(0);

    private IGuildBillingGrain Guild(long guildId) => cluster.GetGrain<IGuildBillingGrain>(guildId);

    private async Task<ClaimsPrincipal> UserAsync() => (await authentication.GetAuthenticationStateAsync()).User;

    private async Task<GuildReading<T>> AskAsync<T>(long guildId, GuildStanding least, Func<Task<T>> question, TimeSpan? patience = null) =>
        await access.GetStandingAsync(await UserAsync(), guildId) >= least ? await calls.TryAsync(question, patience) : NotAllowed<T>();

    // The key is the id of whoever is signed in, never one from an address or a form.
    private async Task<GuildReading<T>> AskAsPayerAsync<T>(Func<IPayerGrain, Actor, Task<T>> question, TimeSpan patience) => ActorOf(await UserAsync()) is { } me
        ? await calls.TryAsync(() => question(cluster.GetGrain<IPayerGrain>(me.UserId), me), patience)
        : NotAllowed<T>();

    private async Task<GuildReading<T>> AskAsOperatorAsync<T>(Func<Actor, Task<T>> question, TimeSpan? patience = null) =>
        await UserAsync() is var user && operators.Include(user) && ActorOf(user) is { } me ? await calls.TryAsync(() => question(me), patience) : NotAllowed<T>();

    private static GuildReading<T> NotAllowed<T>() => new(default, GuildOutage.NotAllowed);

    private static Actor? ActorOf(ClaimsPrincipal user) => user.UserId() is { } id ? new Actor(id, user.Identity?.Name ?? $"#{id}", ActorSource.Dashboard) : null;
}
