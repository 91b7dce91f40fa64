using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>What the bot may reach. The caller holds <see cref="World.Gate"/>.</summary>
public static class Access
{
    /// <summary>A guild that the bot is in.</summary>
    public static ApiReply? Guild(World world, ulong id, out Guild guild)
    {
        if (!world.Guilds.TryGetValue(id, out guild!)) return Refused.UnknownGuild;
        return world.HasBot(guild) ? null : Refused.MissingAccess;
    }

    /// <summary>A guild in which the bot has these permissions.</summary>
    public static ApiReply? Guild(World world, ulong id, ulong needed, out Guild guild)
    {
        if (Guild(world, id, out guild) is { } refusal) return refusal;
        var bits = Permissions.InGuild(guild, guild.Members[world.Bot.Id]);
        return (bits & needed) == needed ? null : Refused.MissingPermissions;
    }

    /// <summary>A channel that the bot can view and where it has these permissions.</summary>
    public static ApiReply? Channel(World world, ulong id, ulong needed, out Channel channel)
    {
        if (!world.TryChannel(id, out channel!)) return Refused.UnknownChannel;
        if (channel.Guild is not { } guild) return null;
        var bits = guild.BotPermissions(channel, world.Bot.Id, world.Now);
        if ((bits & Permissions.ViewChannel) == 0) return Refused.MissingAccess;
        return (bits & needed) == needed ? null : Refused.MissingPermissions;
    }

    /// <summary>Whether the bot may give or take a role: below its highest one, not managed, not @everyone.</summary>
    public static ApiReply? Role(World world, Guild guild, ulong roleId)
    {
        if (!guild.Roles.TryGetValue(roleId, out var role)) return Refused.UnknownRole;
        if (role.Id == guild.Id || role.Managed) return ApiReply.Error(400, 50028, "Invalid Role");
        var highest = guild.Members[world.Bot.Id].Roles.Select(r => guild.Roles[r].Position).DefaultIfEmpty(0).Max();
        return role.Position < highest ? null : Refused.MissingPermissions;
    }
}
