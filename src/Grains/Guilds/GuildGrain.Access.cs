using CommunityIntel.Domain.Access;
using CommunityIntel.Domain.Audit;
using CommunityIntel.GrainInterfaces.Access;
using CommunityIntel.Grains.Audit;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildAccessGrain
{
    public Task<AccessSettings> GetAccessAsync() => Task.FromResult(ToWire(_guild.Access));

    public Task SaveAccessAsync(AccessSettings access, Actor actor) => ChangeAccessAsync(access, actor, undoesId: 0, requestKey: null);

    private async Task ChangeAccessAsync(AccessSettings access, Actor actor, long undoesId, string? requestKey)
    {
        MustBeWhole();
        var before = ToWire(_guild.Access);
        if (access == before) return;
        _guild.ChangeAccess((access.ManagersSee ? DashboardAccess.ManagersSee : 0) | (access.ManagersDownload ? DashboardAccess.ManagersDownload : 0));
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.AccessChanged, 0, AuditWire.ToJson(before), AuditWire.ToJson(access), NowMs, undoesId, requestKey);
        await CommitAsync(_guild.TakeChanges());
    }

    private static AccessSettings ToWire(DashboardAccess access) => new(access.HasFlag(DashboardAccess.ManagersSee), access.HasFlag(DashboardAccess.ManagersDownload));
}
