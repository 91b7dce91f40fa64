using System.Security.Claims;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Operations;

/// <summary>Every question of the web about the deployment goes through here: for operators, and for nobody else. Lives as long as a request or a circuit.</summary>
public sealed class OperationsAccess(IClusterClient cluster, Operators operators, GuildCalls calls, AuthenticationStateProvider authentication)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    public Task<GuildReading<OperationsState>> GetStateAsync() => AskAsync(_ => Operations.GetStateAsync(), Short);

    public Task<GuildReading<ShardPlan>> GetShardsAsync() => AskAsync(_ => cluster.GetGrain<IShardDirectoryGrain>(0).GetPlanAsync(), Short);

    public Task<GuildReading<OperatingSettings>> GetSettingsAsync() => AskAsync(_ => Operations.GetSettingsAsync(), Short);

    /// <summary>False: somebody else saved meanwhile.</summary>
    public Task<GuildReading<bool>> SaveSettingsAsync(OperatingSettings settings) => AskAsync(me => Operations.SaveSettingsAsync(settings, me));

    private IOperationsGrain Operations => cluster.GetGrain<IOperationsGrain>(0);

    private async Task<GuildReading<T>> AskAsync<T>(Func<Actor, Task<T>> question, TimeSpan? patience = null) =>
        (await authentication.GetAuthenticationStateAsync()).User is var user && operators.Include(user) && ActorOf(user) is { } me
            ? await calls.TryAsync(() => question(me), patience)
            : new(default, GuildOutage.NotAllowed);

    private static Actor? ActorOf(ClaimsPrincipal user) => user.UserId() is { } id ? new Actor(id, user.Identity?.Name ?? $"#{id}", ActorSource.Dashboard) : null;
}
