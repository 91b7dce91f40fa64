using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Digests;

namespace CommunityIntel.Standalone;

/// <summary>
/// Switches digests on in guilds of the demo that nobody has chosen anything for, as who manages them would on the dashboard. What people choose later stays.
/// </summary>
internal sealed class DemoDigests(IGrainFactory grains)
{
    /// <summary>Days: enough for the digest of last week.</summary>
    private const int KeepDays = 14;

    private static readonly int[] ChannelTypes = [0, 5, 15];

    private static readonly Actor Operator = new(0, "demo", ActorSource.System);

    /// <summary>Of every channel for text that everybody can read, as far as the guild's plan allows.</summary>
    public Task KeepTextAsync(IReadOnlyList<long> guildIds, CancellationToken cancellation) => Task.WhenAll(guildIds.Select(async id =>
    {
        var grain = grains.GetGrain<IGuildDigestSettingsGrain>(id);
        if ((await grain.GetDigestSettingsAsync()).Version > 0) return;
        var open = (await ChannelsAsync(grain, cancellation)).Where(c => c.IsForAudience && ChannelTypes.Contains(c.Type)).Select(c => c.Id);
        await grain.SaveDigestSettingsAsync(DigestSettings.Usual with { ChannelIds = [.. open.Take((await LimitsAsync(id)).DigestChannels)], KeepDays = KeepDays }, 0, Operator);
    }));

    /// <summary>Where text is kept by <see cref="KeepTextAsync"/> and nobody has changed that: weekly ones and, where the plan allows, daily ones, from midnight on.</summary>
    public Task PlanAsync(IReadOnlyList<long> guildIds) => Task.WhenAll(guildIds.Select(async id =>
    {
        var grain = grains.GetGrain<IGuildDigestSettingsGrain>(id);
        if (await grain.GetDigestSettingsAsync() is { Version: 1, Settings: { KeepDays: KeepDays, IsDaily: false, IsWeekly: false } settings })
            await grain.SaveDigestSettingsAsync(settings with { IsDaily = (await LimitsAsync(id)).DailyDigests, IsWeekly = true, Hour = 0, Length = DigestLength.Full }, 1, Operator);
    }));

    private async Task<PlanLimits> LimitsAsync(long guildId) => await grains.GetGrain<IGuildBillingGrain>(guildId).GetPlanAsync() switch
    {
        { IsSold: true } plan => plan.Limits,
        _ => PlanTable.Of(Plan.Enterprise),
    };

    // A guild that was just founded is heard of a moment later.
    private static async Task<IReadOnlyList<DigestChannel>> ChannelsAsync(IGuildDigestSettingsGrain grain, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var channels = (await grain.GetDigestChoicesAsync()).Channels;
        for (var attempt = 0; attempt < 50 && channels.Count == 0; attempt++)
        {
            await timer.WaitForNextTickAsync(cancellation);
            channels = (await grain.GetDigestChoicesAsync()).Channels;
        }

        return channels;
    }
}
