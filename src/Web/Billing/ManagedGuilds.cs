using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommunityIntel.Web.Billing;

/// <summary>The servers that the person manages and the bot is in: where a plan can be put to use.</summary>
public sealed class ManagedGuilds(ServersOfUser servers, GuildReader guilds, AuthenticationStateProvider authentication)
{
    private const int Most = 200;

    /// <summary>By name; empty also when Discord or the cluster does not answer.</summary>
    public async Task<IReadOnlyList<(long Id, string Name)>> GetAsync()
    {
        if ((await authentication.GetAuthenticationStateAsync()).User.UserId() is not { } me) return [];
        var managed = (await servers.GetAsync(me)).Servers.Where(server => server.CanManage || server.IsOwner).Take(Most).ToList();
        var present = (await guilds.FindAsync([.. managed.Select(server => server.Id)])).Value?.Where(profile => profile.BotPresent).Select(profile => profile.GuildId).ToHashSet() ?? [];
        return [.. managed.Where(server => present.Contains(server.Id)).Select(server => (server.Id, server.Name)).OrderBy(server => server.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
