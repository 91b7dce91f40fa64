using System.Security.Claims;
using CommunityIntel.Web.Access;
using CommunityIntel.Web.SignIn;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// The one place that decides who stands how to a guild and what they may. Rests on Discord's answer, at most five minutes old, and on what the guild's
/// managers chose: where only they see the dashboard, it does not exist for members.
/// </summary>
public sealed class GuildAccess(ServersOfUser serversOfUser, AccessRules rules)
{
    public async Task<GuildStanding> GetStandingAsync(ClaimsPrincipal user, long guildId)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.UserId() is not { } userId)
            return GuildStanding.SignedOut;

        var answer = await serversOfUser.GetAsync(userId);
        var standing = answer.Outcome switch
        {
            ServersOutcome.SignedOut => GuildStanding.SignedOut,
            ServersOutcome.Unavailable => GuildStanding.Unknown,
            _ => Standing(answer.Servers.FirstOrDefault(server => server.Id == guildId)),
        };
        return standing != GuildStanding.Member ? standing : await rules.GetAsync(guildId) switch
        {
            null => GuildStanding.Unknown,
            { ManagersSee: true } => GuildStanding.None,
            _ => standing,
        };
    }

    /// <summary>Whether the person may download what they see.</summary>
    public async Task<bool> MayDownloadAsync(ClaimsPrincipal user, long guildId) => await GetStandingAsync(user, guildId) switch
    {
        >= GuildStanding.Manager => true,
        GuildStanding.Member => await rules.GetAsync(guildId) is { ManagersDownload: false },
        _ => false,
    };

    private static GuildStanding Standing(DiscordServer? server) => server switch
    {
        null => GuildStanding.None,
        { IsOwner: true } => GuildStanding.Owner,
        { CanManage: true } => GuildStanding.Manager,
        _ => GuildStanding.Member,
    };
}
