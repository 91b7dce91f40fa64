using System.Security.Claims;
using CommunityIntel.Web.SignIn;

namespace CommunityIntel.Web.Guilds;

/// <summary>The one place that decides who stands how to a guild. Rests on Discord's answer, at most five minutes old.</summary>
public sealed class GuildAccess(ServersOfUser serversOfUser)
{
    public async Task<GuildStanding> GetStandingAsync(ClaimsPrincipal user, long guildId)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.UserId() is not { } userId)
            return GuildStanding.SignedOut;

        var answer = await serversOfUser.GetAsync(userId);
        return answer.Outcome switch
        {
            ServersOutcome.SignedOut => GuildStanding.SignedOut,
            ServersOutcome.Unavailable => GuildStanding.Unknown,
            _ => Standing(answer.Servers.FirstOrDefault(server => server.Id == guildId)),
        };
    }

    private static GuildStanding Standing(DiscordServer? server) => server switch
    {
        null => GuildStanding.None,
        { IsOwner: true } => GuildStanding.Owner,
        { CanManage: true } => GuildStanding.Manager,
        _ => GuildStanding.Member,
    };
}
