using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Billing;
using CommunityIntel.Grains.Digests;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Grains.Operations;
using CommunityIntel.Grains.Privacy;
using CommunityIntel.Grains.Rewards;
using CommunityIntel.Grains.Shards;
using CommunityIntel.Storage.Guilds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;

namespace CommunityIntel.Grains;

public static class GrainHosting
{
    /// <summary>What grains take from the container. Storage is registered by its own method.</summary>
    public static IServiceCollection AddGuildGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GuildQueries>();
        services.AddSingleton<PersonalExport>();
        services.AddSingleton<RewardQueries>();
        services.AddSingleton<FigureReader>();
        services.AddSingleton<DigestWriter>();
        services.AddSingleton<DigestReadings>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DigestsOptions>().BindConfiguration(DigestsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BillingOptions>().BindConfiguration(BillingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ShardLeaseOptions>().BindConfiguration(ShardLeaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, GroupCommitLifecycle>();
        return services;
    }
}

/// <summary>The writers start before the first activation and stop after the last one is gone.</summary>
internal sealed class GroupCommitLifecycle(GroupCommit commits, IGrainFactory grains) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(nameof(GroupCommitLifecycle), ServiceLifecycleStage.RuntimeGrainServices, Start, _ => commits.StopAsync());
        observer.Subscribe(nameof(IXpSnapshotsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IXpSnapshotsGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IRemovedGuildsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IRemovedGuildsGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IKeptTextsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IKeptTextsGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IStripeEventsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IStripeEventsGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IBillingDeskGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IBillingDeskGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IOperationsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IOperationsGrain>(0).KeepWatchAsync());
        observer.Subscribe(nameof(IMessagePartitionsGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IMessagePartitionsGrain>(0).KeepAheadAsync());
        observer.Subscribe(nameof(IRowRetentionGrain), ServiceLifecycleStage.Last, _ => grains.GetGrain<IRowRetentionGrain>(0).KeepWatchAsync());
    }

    private Task Start(CancellationToken cancellation)
    {
        commits.Start();
        return Task.CompletedTask;
    }
}
