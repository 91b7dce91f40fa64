namespace CommunityIntel.Domain.Roles;

/// <summary>What a role allows (Discord API reference, Permissions): the bits that the rules ask about; others are kept as they come.</summary>
[Flags]
public enum RolePermissions : ulong
{
    None = 0,
    KickMembers = 1UL << 1,
    BanMembers = 1UL << 2,
    Administrator = 1UL << 3,
    ManageChannels = 1UL << 4,
    ManageGuild = 1UL << 5,
    ViewAuditLog = 1UL << 7,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    ManageMessages = 1UL << 13,
    ReadMessageHistory = 1UL << 16,
    MentionEveryone = 1UL << 17,
    ViewGuildInsights = 1UL << 19,
    Connect = 1UL << 20,
    MuteMembers = 1UL << 22,
    DeafenMembers = 1UL << 23,
    MoveMembers = 1UL << 24,
    ManageNicknames = 1UL << 27,
    ManageRoles = 1UL << 28,
    ManageWebhooks = 1UL << 29,
    ManageGuildExpressions = 1UL << 30,
    ManageEvents = 1UL << 33,
    ManageThreads = 1UL << 34,
    ModerateMembers = 1UL << 40,
    ViewCreatorMonetizationAnalytics = 1UL << 41,

    /// <summary>Of moderators and administrators: nobody gets them for writing messages.</summary>
    Dangerous = KickMembers | BanMembers | Administrator | ManageChannels | ManageGuild | ViewAuditLog | ManageMessages | MentionEveryone
        | ViewGuildInsights | MuteMembers | DeafenMembers | MoveMembers | ManageNicknames | ManageRoles | ManageWebhooks
        | ManageGuildExpressions | ManageEvents | ManageThreads | ModerateMembers | ViewCreatorMonetizationAnalytics,
}
