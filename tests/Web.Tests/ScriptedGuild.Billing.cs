using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>Guilds of every plan and in every trouble with it; what is not of <see cref="ScriptedPlans"/> is in no deployment that sells.</summary>
public sealed partial class ScriptedGuild : IGuildBillingGrain
{
    public Task<GuildPlan> GetPlanAsync() => Task.FromResult(ScriptedPlans.Of(this.GetPrimaryKeyLong()));

    public Task<GuildBilling> GetBillingAsync()
    {
        var plan = ScriptedPlans.Of(this.GetPrimaryKeyLong());
        var usage = plan.Plan == Plan.Free
            ? new PlanUsage(401, 2, false, 0, 3, [new(8, "buyer", Now), new(1, "<Owner>", Now)])
            : new PlanUsage(401, 4, true, 12, 7, [new(8, "buyer", Now)]);
        return Task.FromResult(new GuildBilling(plan, usage, ScriptedPlans.Claims(plan)));
    }

    public Task<GuildPlan> PutClaimsAsync(ClaimsOfHolder claims) => GetPlanAsync();

    public Task PutDiscordEntitlementsAsync(DateTimeOffset readAt, IReadOnlyList<DiscordEntitlement> entitlements) => Task.CompletedTask;

    public Task ReviewAsync() => Task.CompletedTask;
}

public static class ScriptedPlans
{
    public const long Free = 81_384_788_765_712_400, Pro = 81_384_788_765_712_401, Unpaid = 81_384_788_765_712_402, Lost = 81_384_788_765_712_403, Ending = 81_384_788_765_712_404,
        Trial = 81_384_788_765_712_405, Silent = 81_384_788_765_712_406;

    public static readonly long[] Guilds = [Free, Pro, Unpaid, Lost, Ending, Trial, Silent];

    private static readonly DateOnly Today = new(2026, 11, 22);

    public static GuildPlan Of(long guildId)
    {
        var unpaid = new GuildPlan(Plan.Pro, ClaimSource.Stripe, false, null, null, null, null, First(Plan.Pro), First(Plan.Pro), true, false, 3);
        // Banners are of the time at which they are read.
        var now = TimeProvider.System.GetUtcNow();
        return guildId switch
        {
            Free => new(Plan.Free, null, false, null, null, null, null, First(Plan.Free), First(Plan.Free), true, true, 0),
            Pro => unpaid,
            Unpaid => unpaid with { GraceUntil = now.AddDays(3) },
            Lost => new(Plan.Free, null, false, null, null, Plan.Pro, now.AddDays(60), First(Plan.Pro), First(Plan.Free), true, false, 5),
            Ending => unpaid with { Source = ClaimSource.Gift, EndsAt = now.AddDays(4) },
            Trial => unpaid with { IsTrial = true, EndsAt = now.AddDays(10) },
            Silent => throw new StorageUnavailableException("scripted"),
            _ => new(Plan.Enterprise, null, false, null, null, null, null, DateOnly.MinValue, DateOnly.MinValue, false, false, 0),
        };
    }

    public static IReadOnlyList<GuildClaim> Claims(GuildPlan plan) => plan.Source is null && plan.LostPlan is null ? [] :
    [
        new(ClaimSource.Stripe, "sub_1#1@5", Plan.Pro, plan.GraceUntil is null ? ClaimState.Active : ClaimState.PastDue, ScriptedGuild.Now.AddDays(-40), null, plan.GraceUntil is null ? null : ScriptedGuild.Now, 0, 8, "8"),
        new(ClaimSource.Gift, "code 1", Plan.Pro, ClaimState.Ended, ScriptedGuild.Now.AddDays(-100), ScriptedGuild.Now.AddDays(-70), null, 30, 8, "code"),
    ];

    private static DateOnly First(Plan plan) => PlanTable.Of(plan).FirstDay(Today);
}
