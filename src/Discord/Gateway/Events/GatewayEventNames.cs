using System.Collections.Frozen;
using System.Text;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>The one table from Discord's event name to <see cref="GatewayEventTypes"/>.</summary>
public static class GatewayEventNames
{
    /// <summary>The index of a name that is not in the table.</summary>
    public const int Unknown = -1;

    private static readonly (string Name, GatewayEventTypes Type)[] Table =
    [
        ("READY", GatewayEventTypes.Ready),
        ("RESUMED", GatewayEventTypes.Resumed),
        ("GUILD_CREATE", GatewayEventTypes.GuildCreate),
        ("GUILD_UPDATE", GatewayEventTypes.GuildUpdate),
        ("GUILD_DELETE", GatewayEventTypes.GuildDelete),
        ("GUILD_MEMBER_ADD", GatewayEventTypes.GuildMemberAdd),
        ("GUILD_MEMBER_UPDATE", GatewayEventTypes.GuildMemberUpdate),
        ("GUILD_MEMBER_REMOVE", GatewayEventTypes.GuildMemberRemove),
        ("GUILD_MEMBERS_CHUNK", GatewayEventTypes.GuildMembersChunk),
        ("GUILD_ROLE_CREATE", GatewayEventTypes.GuildRoleCreate),
        ("GUILD_ROLE_UPDATE", GatewayEventTypes.GuildRoleUpdate),
        ("GUILD_ROLE_DELETE", GatewayEventTypes.GuildRoleDelete),
        ("GUILD_BAN_ADD", GatewayEventTypes.GuildBanAdd),
        ("GUILD_BAN_REMOVE", GatewayEventTypes.GuildBanRemove),
        ("GUILD_AUDIT_LOG_ENTRY_CREATE", GatewayEventTypes.GuildAuditLogEntryCreate),
        ("CHANNEL_CREATE", GatewayEventTypes.ChannelCreate),
        ("CHANNEL_UPDATE", GatewayEventTypes.ChannelUpdate),
        ("CHANNEL_DELETE", GatewayEventTypes.ChannelDelete),
        ("CHANNEL_PINS_UPDATE", GatewayEventTypes.ChannelPinsUpdate),
        ("THREAD_CREATE", GatewayEventTypes.ThreadCreate),
        ("THREAD_UPDATE", GatewayEventTypes.ThreadUpdate),
        ("THREAD_DELETE", GatewayEventTypes.ThreadDelete),
        ("THREAD_LIST_SYNC", GatewayEventTypes.ThreadListSync),
        ("THREAD_MEMBER_UPDATE", GatewayEventTypes.ThreadMembersUpdate),
        ("THREAD_MEMBERS_UPDATE", GatewayEventTypes.ThreadMembersUpdate),
        ("MESSAGE_CREATE", GatewayEventTypes.MessageCreate),
        ("MESSAGE_UPDATE", GatewayEventTypes.MessageUpdate),
        ("MESSAGE_DELETE", GatewayEventTypes.MessageDelete),
        ("MESSAGE_DELETE_BULK", GatewayEventTypes.MessageDeleteBulk),
        ("MESSAGE_REACTION_ADD", GatewayEventTypes.MessageReactionAdd),
        ("MESSAGE_REACTION_REMOVE", GatewayEventTypes.MessageReactionRemove),
        ("MESSAGE_REACTION_REMOVE_ALL", GatewayEventTypes.MessageReactionRemoveAll),
        ("MESSAGE_REACTION_REMOVE_EMOJI", GatewayEventTypes.MessageReactionRemoveEmoji),
        ("MESSAGE_POLL_VOTE_ADD", GatewayEventTypes.MessagePollVotes),
        ("MESSAGE_POLL_VOTE_REMOVE", GatewayEventTypes.MessagePollVotes),
        ("VOICE_STATE_UPDATE", GatewayEventTypes.VoiceStateUpdate),
        ("INVITE_CREATE", GatewayEventTypes.InviteCreate),
        ("INVITE_DELETE", GatewayEventTypes.InviteDelete),
        ("INTERACTION_CREATE", GatewayEventTypes.InteractionCreate),
        ("ENTITLEMENT_CREATE", GatewayEventTypes.EntitlementCreate),
        ("ENTITLEMENT_UPDATE", GatewayEventTypes.EntitlementUpdate),
        ("ENTITLEMENT_DELETE", GatewayEventTypes.EntitlementDelete),
        ("RATE_LIMITED", GatewayEventTypes.RateLimited),
        ("USER_UPDATE", GatewayEventTypes.UserUpdate),
        ("PRESENCE_UPDATE", GatewayEventTypes.PresenceUpdate),
        ("TYPING_START", GatewayEventTypes.TypingStart),
        ("WEBHOOKS_UPDATE", GatewayEventTypes.WebhooksUpdate),
        ("VOICE_SERVER_UPDATE", GatewayEventTypes.VoiceTransport),
        ("VOICE_CHANNEL_EFFECT_SEND", GatewayEventTypes.VoiceTransport),
        ("VOICE_CHANNEL_STATUS_UPDATE", GatewayEventTypes.VoiceChannelStatus),
        ("VOICE_CHANNEL_START_TIME_UPDATE", GatewayEventTypes.VoiceChannelStatus),
        ("CHANNEL_INFO", GatewayEventTypes.VoiceChannelStatus),
        ("GUILD_EMOJIS_UPDATE", GatewayEventTypes.GuildExpressions),
        ("GUILD_STICKERS_UPDATE", GatewayEventTypes.GuildExpressions),
        ("GUILD_SOUNDBOARD_SOUND_CREATE", GatewayEventTypes.GuildExpressions),
        ("GUILD_SOUNDBOARD_SOUND_UPDATE", GatewayEventTypes.GuildExpressions),
        ("GUILD_SOUNDBOARD_SOUND_DELETE", GatewayEventTypes.GuildExpressions),
        ("GUILD_SOUNDBOARD_SOUNDS_UPDATE", GatewayEventTypes.GuildExpressions),
        ("SOUNDBOARD_SOUNDS", GatewayEventTypes.GuildExpressions),
        ("GUILD_INTEGRATIONS_UPDATE", GatewayEventTypes.GuildIntegrations),
        ("INTEGRATION_CREATE", GatewayEventTypes.GuildIntegrations),
        ("INTEGRATION_UPDATE", GatewayEventTypes.GuildIntegrations),
        ("INTEGRATION_DELETE", GatewayEventTypes.GuildIntegrations),
        ("GUILD_SCHEDULED_EVENT_CREATE", GatewayEventTypes.GuildScheduledEvents),
        ("GUILD_SCHEDULED_EVENT_UPDATE", GatewayEventTypes.GuildScheduledEvents),
        ("GUILD_SCHEDULED_EVENT_DELETE", GatewayEventTypes.GuildScheduledEvents),
        ("GUILD_SCHEDULED_EVENT_USER_ADD", GatewayEventTypes.GuildScheduledEvents),
        ("GUILD_SCHEDULED_EVENT_USER_REMOVE", GatewayEventTypes.GuildScheduledEvents),
        ("AUTO_MODERATION_RULE_CREATE", GatewayEventTypes.AutoModeration),
        ("AUTO_MODERATION_RULE_UPDATE", GatewayEventTypes.AutoModeration),
        ("AUTO_MODERATION_RULE_DELETE", GatewayEventTypes.AutoModeration),
        ("AUTO_MODERATION_ACTION_EXECUTION", GatewayEventTypes.AutoModeration),
        ("STAGE_INSTANCE_CREATE", GatewayEventTypes.StageInstances),
        ("STAGE_INSTANCE_UPDATE", GatewayEventTypes.StageInstances),
        ("STAGE_INSTANCE_DELETE", GatewayEventTypes.StageInstances),
        ("SUBSCRIPTION_CREATE", GatewayEventTypes.Subscriptions),
        ("SUBSCRIPTION_UPDATE", GatewayEventTypes.Subscriptions),
        ("SUBSCRIPTION_DELETE", GatewayEventTypes.Subscriptions),
        ("APPLICATION_COMMAND_PERMISSIONS_UPDATE", GatewayEventTypes.ApplicationCommandPermissions),
    ];

    private static readonly int LongestName = Table.Max(e => e.Name.Length);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Index =
        Table.Select((e, i) => (e.Name, Index: i))
            .ToFrozenDictionary(e => e.Name, e => e.Index, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The place of a name in the table, or <see cref="Unknown"/>. Does not allocate.</summary>
    public static int IndexOf(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length > LongestName)
            return Unknown;
        Span<char> name = stackalloc char[utf8Name.Length];
        return Encoding.ASCII.TryGetChars(utf8Name, name, out var length) && Index.TryGetValue(name[..length], out var index)
            ? index
            : Unknown;
    }

    /// <summary>The event type of a name; <see cref="GatewayEventTypes.None"/> for one that is not in the table.</summary>
    public static GatewayEventTypes TypeOf(string name) =>
        Index.TryGetValue(name, out var index) ? Table[index].Type : GatewayEventTypes.None;

    public static GatewayEventTypes TypeAt(int index) => index < 0 ? GatewayEventTypes.None : Table[index].Type;

    public static string NameAt(int index) => index < 0 ? "UNKNOWN" : Table[index].Name;
}
