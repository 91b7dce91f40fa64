namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Permission bits and the computation of Discord API reference, Permissions.</summary>
public static class Permissions
{
    public const ulong CreateInvite = 1 << 0;
    public const ulong KickMembers = 1 << 1;
    public const ulong BanMembers = 1 << 2;
    public const ulong Administrator = 1 << 3;
    public const ulong ManageChannels = 1 << 4;
    public const ulong ManageGuild = 1 << 5;
    public const ulong AddReactions = 1 << 6;
    public const ulong ViewAuditLog = 1 << 7;
    public const ulong ViewChannel = 1 << 10;
    public const ulong SendMessages = 1 << 11;
    public const ulong ManageMessages = 1 << 13;
    public const ulong EmbedLinks = 1 << 14;
    public const ulong AttachFiles = 1 << 15;
    public const ulong ReadMessageHistory = 1 << 16;
    public const ulong MentionEveryone = 1 << 17;
    public const ulong Connect = 1 << 20;
    public const ulong Speak = 1 << 21;
    public const ulong ManageRoles = 1 << 28;
    public const ulong UseApplicationCommands = 1UL << 31;
    public const ulong ManageThreads = 1UL << 34;
    public const ulong SendMessagesInThreads = 1UL << 38;
    public const ulong ModerateMembers = 1UL << 40;

    public const ulong All = (1UL << 53) - 1;

    /// <summary>What @everyone has in a simulated guild.</summary>
    public const ulong Everyone = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | AddReactions
        | Connect | Speak | UseApplicationCommands | SendMessagesInThreads | CreateInvite;

    private const ulong TimedOut = ViewChannel | ReadMessageHistory;

    /// <summary>Guild-level bits, without channel overwrites.</summary>
    public static ulong InGuild(Guild guild, Member member)
    {
        if (guild.OwnerId == member.User.Id) return All;
        var bits = guild.Roles.TryGetValue(guild.Id, out var everyone) ? everyone.Permissions : 0;
        foreach (var id in member.Roles)
            if (guild.Roles.TryGetValue(id, out var role))
                bits |= role.Permissions;
        return (bits & Administrator) != 0 ? All : bits;
    }

    /// <summary>Bits in a channel; a thread uses its parent's.</summary>
    public static ulong InChannel(Guild guild, Channel channel, Member member, DateTimeOffset now)
    {
        var bits = InGuild(guild, member);
        if (bits == All) return All;
        var place = channel.IsThread && channel.ParentId is { } parent && guild.Channels.TryGetValue(parent, out var found) ? found : channel;
        bits = Overwrite(guild, place, member, bits);
        if ((bits & ViewChannel) == 0) return 0;
        if (channel.IsThread)
            bits = (bits & SendMessagesInThreads) != 0 ? bits | SendMessages : bits & ~SendMessages;
        if ((bits & SendMessages) == 0) bits &= ~(MentionEveryone | AttachFiles | EmbedLinks);
        if (member.TimeoutUntil > now) bits &= TimedOut;
        return bits;
    }

    private static ulong Overwrite(Guild guild, Channel channel, Member member, ulong bits)
    {
        ulong allow = 0, deny = 0, ownAllow = 0, ownDeny = 0;
        foreach (var overwrite in channel.Overwrites)
        {
            if (overwrite.Id == guild.Id && !overwrite.IsMember)
                bits = (bits & ~overwrite.Deny) | overwrite.Allow;
            else if (overwrite.IsMember && overwrite.Id == member.User.Id)
                (ownAllow, ownDeny) = (overwrite.Allow, overwrite.Deny);
            else if (!overwrite.IsMember && member.Roles.Contains(overwrite.Id))
                (allow, deny) = (allow | overwrite.Allow, deny | overwrite.Deny);
        }
        bits = (bits & ~deny) | allow;
        return (bits & ~ownDeny) | ownAllow;
    }
}
