using CommunityIntel.Discord.Entities;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>A dispatch in DSharpPlus's words, cut down to what we use.</summary>
public abstract record DiscordEventArgs;

/// <summary>READY. <paramref name="GuildIds"/> is every guild of this shard at this moment.</summary>
public sealed record SessionCreatedEventArgs(string SessionId, ulong UserId, ulong? ApplicationId, IReadOnlyList<ulong> GuildIds)
    : DiscordEventArgs;

/// <summary>RESUMED: the replay is over.</summary>
public sealed record SessionResumedEventArgs : DiscordEventArgs;

/// <summary>GUILD_CREATE: start-up, end of an outage, or the bot was added. The guild may be unavailable.</summary>
public sealed record GuildCreatedEventArgs(DiscordGuild Guild) : DiscordEventArgs;

public sealed record GuildUpdatedEventArgs(DiscordGuild Guild) : DiscordEventArgs;

/// <summary>GUILD_DELETE. Unavailable means an outage; otherwise the bot was removed or the guild deleted.</summary>
public sealed record GuildDeletedEventArgs(ulong GuildId, bool IsUnavailable) : DiscordEventArgs;

/// <summary>GUILD_MEMBER_ADD; may come for somebody who is a member already.</summary>
public sealed record GuildMemberAddedEventArgs(ulong GuildId, DiscordMember Member, DiscordUser User) : DiscordEventArgs;

/// <summary>GUILD_MEMBER_UPDATE; the old state is never told.</summary>
public sealed record GuildMemberUpdatedEventArgs(ulong GuildId, DiscordMember Member, DiscordUser User) : DiscordEventArgs;

/// <summary>GUILD_MEMBER_REMOVE: left, kicked and banned look the same.</summary>
public sealed record GuildMemberRemovedEventArgs(ulong GuildId, DiscordUser User) : DiscordEventArgs;

public sealed record GuildRoleCreatedEventArgs(ulong GuildId, DiscordRole Role) : DiscordEventArgs;

public sealed record GuildRoleUpdatedEventArgs(ulong GuildId, DiscordRole Role) : DiscordEventArgs;

public sealed record GuildRoleDeletedEventArgs(ulong GuildId, ulong RoleId) : DiscordEventArgs;

public sealed record GuildBanAddedEventArgs(ulong GuildId, DiscordUser User) : DiscordEventArgs;

public sealed record GuildBanRemovedEventArgs(ulong GuildId, DiscordUser User) : DiscordEventArgs;

public sealed record ChannelCreatedEventArgs(ulong? GuildId, DiscordChannel Channel) : DiscordEventArgs;

/// <summary>CHANNEL_UPDATE; also says that the bot has lost (obfuscated) or gained sight of the channel.</summary>
public sealed record ChannelUpdatedEventArgs(ulong? GuildId, DiscordChannel Channel) : DiscordEventArgs;

public sealed record ChannelDeletedEventArgs(ulong? GuildId, DiscordChannel Channel) : DiscordEventArgs;

/// <summary>THREAD_CREATE: new, or the bot was added to a private one.</summary>
public sealed record ThreadCreatedEventArgs(ulong? GuildId, DiscordChannel Thread) : DiscordEventArgs;

public sealed record ThreadUpdatedEventArgs(ulong? GuildId, DiscordChannel Thread) : DiscordEventArgs;

/// <summary>THREAD_DELETE: id, guild, parent and type only.</summary>
public sealed record ThreadDeletedEventArgs(ulong? GuildId, DiscordChannel Thread) : DiscordEventArgs;

/// <summary>THREAD_LIST_SYNC: replaces what is known of these parents; none listed means the whole guild.</summary>
public sealed record ThreadListSyncedEventArgs(ulong GuildId, IReadOnlyList<ulong> ChannelIds, IReadOnlyList<DiscordChannel> Threads)
    : DiscordEventArgs;

/// <summary>MESSAGE_UPDATE; without <paramref name="EditedAt"/> it was not the author (an embed, a pin).</summary>
public sealed record MessageUpdatedEventArgs(ulong MessageId, ulong ChannelId, ulong? GuildId, DateTimeOffset? EditedAt) : DiscordEventArgs;

public sealed record MessageDeletedEventArgs(ulong MessageId, ulong ChannelId, ulong? GuildId) : DiscordEventArgs;

public sealed record MessagesBulkDeletedEventArgs(IReadOnlyList<ulong> MessageIds, ulong ChannelId, ulong? GuildId) : DiscordEventArgs;

/// <summary>MESSAGE_REACTION_ADD.</summary>
public sealed record MessageReactionAddedEventArgs(ulong UserId, ulong MessageId, ulong ChannelId, ulong? GuildId, DiscordMember? Member)
    : DiscordEventArgs;

public sealed record MessageReactionRemovedEventArgs(ulong UserId, ulong MessageId, ulong ChannelId, ulong? GuildId) : DiscordEventArgs;

/// <summary>VOICE_STATE_UPDATE: joined, moved, left, muted … The channel before is never told.</summary>
public sealed record VoiceStateUpdatedEventArgs(DiscordVoiceState VoiceState) : DiscordEventArgs;

public sealed record InviteCreatedEventArgs(ulong? GuildId, ulong? ChannelId, DiscordInvite Invite) : DiscordEventArgs;

public sealed record InviteDeletedEventArgs(ulong? GuildId, ulong? ChannelId, string Code) : DiscordEventArgs;

public sealed record InteractionCreatedEventArgs(DiscordInteraction Interaction) : DiscordEventArgs;

public sealed record EntitlementCreatedEventArgs(DiscordEntitlement Entitlement) : DiscordEventArgs;

public sealed record EntitlementUpdatedEventArgs(DiscordEntitlement Entitlement) : DiscordEventArgs;

public sealed record EntitlementDeletedEventArgs(DiscordEntitlement Entitlement) : DiscordEventArgs;
