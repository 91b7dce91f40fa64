using CommunityIntel.Domain.Access;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    public DashboardAccess Access { get; private set; }

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreAccess(DashboardAccess access) => Access = access;

    public void ChangeAccess(DashboardAccess access)
    {
        Access = access;
        Changes.Access = access;
    }
}
