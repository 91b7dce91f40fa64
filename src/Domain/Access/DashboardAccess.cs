namespace CommunityIntel.Domain.Access;

/// <summary>Who may see a guild's dashboard and download from it; without any, its members. The bits are stored.</summary>
[Flags]
public enum DashboardAccess
{
    Members = 0,
    ManagersSee = 1,
    ManagersDownload = 2,
}
