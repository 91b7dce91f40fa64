using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Standalone;

/// <summary>A plan for one guild of the demo, as an operator would give it, so that it shows everything; the others stay free, so that buying can be tried.</summary>
internal sealed class DemoPlan(IGrainFactory grains)
{
    private static readonly Actor Operator = new(0, "demo", ActorSource.System);

    /// <summary>Unless it has, or ever had, a plan: what people change later stays.</summary>
    public async Task GiveAsync(long guildId, CancellationToken cancellation)
    {
        var billing = await grains.GetGrain<IGuildBillingGrain>(guildId).GetBillingAsync();
        if (billing is not { Plan.IsSold: true, Claims.Count: 0 }) return;
        // A guild that was just founded is heard of a moment later.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var attempt = 0; attempt < 50 && !await grains.GetGrain<IBillingDeskGrain>(0).GrantAsync(guildId, Plan.Business, null, Operator); attempt++)
            await timer.WaitForNextTickAsync(cancellation);
    }
}
