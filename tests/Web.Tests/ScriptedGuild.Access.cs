using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>Its members see everything; those of <see cref="ScriptedSite.ManagedGuildId"/> nothing, and those of <see cref="ScriptedSite.KeptGuildId"/> download nothing.</summary>
public sealed partial class ScriptedGuild : IGuildAccessGrain
{
    private AccessSettings? _access;

    public Task<AccessSettings> GetAccessAsync() => this.GetPrimaryKeyLong() == ScriptedSite.SilentGuildId
        ? throw new StorageUnavailableException("scripted")
        : Task.FromResult(_access ?? new(this.GetPrimaryKeyLong() == ScriptedSite.ManagedGuildId, this.GetPrimaryKeyLong() == ScriptedSite.KeptGuildId));

    public Task SaveAccessAsync(AccessSettings access, Actor actor)
    {
        if (this.GetPrimaryKeyLong() == ScriptedPlans.Ending) throw new NoSeatException("scripted");
        _access = access;
        return Task.CompletedTask;
    }
}
