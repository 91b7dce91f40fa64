using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Digests;

/// <summary>Which channels of a guild a member can read with their past messages, as Discord says now. Without threads: who reads a channel reads its public threads.</summary>
public static class ReadableChannels
{
    private const DiscordPermissions Reading = DiscordPermissions.ViewChannel | DiscordPermissions.ReadMessageHistory;

    /// <summary>Throws as <see cref="IDiscordRest"/> does.</summary>
    /// <param name="isAdministrator">The owner too: nothing is hidden from them.</param>
    public static async Task<IReadOnlyList<long>> OfAsync(IDiscordRest discord, ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, bool isAdministrator, CancellationToken ct)
    {
        var channels = await discord.GetChannelsAsync(guildId, ct);
        IReadOnlyList<DiscordRole> roles = isAdministrator ? [] : await discord.GetRolesAsync(guildId, ct);
        return [.. Of(channels, roles, guildId, userId, roleIds, isAdministrator).Select(c => (long)c.Id)];
    }

    /// <param name="roles">All of the guild.</param>
    /// <param name="roleIds">The member's, without @everyone.</param>
    public static IEnumerable<DiscordChannel> Of(
        IReadOnlyList<DiscordChannel> channels, IReadOnlyList<DiscordRole> roles, ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, bool isAdministrator)
    {
        var everywhere = roles.Where(r => r.Id == guildId || roleIds.Contains(r.Id)).Aggregate(DiscordPermissions.None, (all, r) => all | (r.Permissions ?? 0));
        if (isAdministrator || everywhere.HasFlag(DiscordPermissions.Administrator)) return channels;
        return channels.Where(c => In(c, guildId, userId, roleIds, everywhere).HasFlag(NeededIn(c)));
    }

    // Without CONNECT nothing else counts in a voice channel, its chat included.
    private static DiscordPermissions NeededIn(DiscordChannel channel) =>
        channel.Type is DiscordChannelType.Voice or DiscordChannelType.Stage ? Reading | DiscordPermissions.Connect : Reading;

    // Discord API reference, Permissions, "Permission Overwrites": @everyone's, then all roles' together, then the member's own.
    private static DiscordPermissions In(DiscordChannel channel, ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, DiscordPermissions permissions)
    {
        foreach (var everyone in channel.PermissionOverwrites.Where(o => o.Type == 0 && o.Id == guildId)) permissions = (permissions & ~everyone.Deny) | everyone.Allow;
        var ofRoles = channel.PermissionOverwrites.Where(o => o.Type == 0 && o.Id != guildId && roleIds.Contains(o.Id)).ToList();
        permissions &= ~ofRoles.Aggregate(DiscordPermissions.None, (all, o) => all | o.Deny);
        permissions |= ofRoles.Aggregate(DiscordPermissions.None, (all, o) => all | o.Allow);
        foreach (var own in channel.PermissionOverwrites.Where(o => o.Type == 1 && o.Id == userId)) permissions = (permissions & ~own.Deny) | own.Allow;
        return permissions;
    }
}
