using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Digests;

/// <summary>Which channels of a guild a member can read with their past messages, as Discord says now.</summary>
public static class ReadableChannels
{
    private const DiscordPermissions Reading = DiscordPermissions.ViewChannel | DiscordPermissions.ReadMessageHistory;

    /// <summary>Without threads: who reads a channel reads its public threads. Throws as <see cref="IDiscordRest"/> does.</summary>
    /// <param name="isAdministrator">The owner too: nothing is hidden from them.</param>
    public static async Task<IReadOnlyList<long>> OfAsync(IDiscordRest discord, ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, bool isAdministrator, CancellationToken ct)
    {
        var channels = await discord.GetChannelsAsync(guildId, ct);
        if (isAdministrator) return [.. channels.Select(c => (long)c.Id)];
        var roles = (await discord.GetRolesAsync(guildId, ct)).Where(r => r.Id == guildId || roleIds.Contains(r.Id));
        var everywhere = roles.Aggregate(DiscordPermissions.None, (all, r) => all | (r.Permissions ?? 0));
        if (everywhere.HasFlag(DiscordPermissions.Administrator)) return [.. channels.Select(c => (long)c.Id)];
        return [.. channels.Where(c => In(c, guildId, userId, roleIds, everywhere).HasFlag(Reading)).Select(c => (long)c.Id)];
    }

    // Discord API reference, Permissions, "Permission Overwrites": @everyone's, then all roles' together, then the member's own.
    private static DiscordPermissions In(DiscordChannel channel, ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, DiscordPermissions permissions)
    {
        foreach (var everyone in channel.PermissionOverwrites.Where(o => o.Id == guildId)) permissions = (permissions & ~everyone.Deny) | everyone.Allow;
        var ofRoles = channel.PermissionOverwrites.Where(o => o.Type == 0 && o.Id != guildId && roleIds.Contains(o.Id)).ToList();
        permissions &= ~ofRoles.Aggregate(DiscordPermissions.None, (all, o) => all | o.Deny);
        permissions |= ofRoles.Aggregate(DiscordPermissions.None, (all, o) => all | o.Allow);
        foreach (var own in channel.PermissionOverwrites.Where(o => o.Type == 1 && o.Id == userId)) permissions = (permissions & ~own.Deny) | own.Allow;
        return permissions;
    }
}
