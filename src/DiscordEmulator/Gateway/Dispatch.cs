using System.Text;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>Name of a dispatch and the intent that it needs (0 = always sent).</summary>
public sealed class DispatchName(string text, int intent = Intent.None)
{
    public string Text { get; } = text;
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);
    public int Intent { get; } = intent;

    public static readonly DispatchName Ready = new("READY");
    public static readonly DispatchName Resumed = new("RESUMED");
    public static readonly DispatchName RateLimited = new("RATE_LIMITED");
    public static readonly DispatchName GuildCreate = new("GUILD_CREATE", Gateway.Intent.Guilds);
    public static readonly DispatchName GuildUpdate = new("GUILD_UPDATE", Gateway.Intent.Guilds);
    public static readonly DispatchName GuildDelete = new("GUILD_DELETE", Gateway.Intent.Guilds);
    public static readonly DispatchName RoleCreate = new("GUILD_ROLE_CREATE", Gateway.Intent.Guilds);
    public static readonly DispatchName RoleUpdate = new("GUILD_ROLE_UPDATE", Gateway.Intent.Guilds);
    public static readonly DispatchName RoleDelete = new("GUILD_ROLE_DELETE", Gateway.Intent.Guilds);
    public static readonly DispatchName ChannelCreate = new("CHANNEL_CREATE", Gateway.Intent.Guilds);
    public static readonly DispatchName ChannelUpdate = new("CHANNEL_UPDATE", Gateway.Intent.Guilds);
    public static readonly DispatchName ChannelDelete = new("CHANNEL_DELETE", Gateway.Intent.Guilds);
    public static readonly DispatchName ThreadCreate = new("THREAD_CREATE", Gateway.Intent.Guilds);
    public static readonly DispatchName ThreadDelete = new("THREAD_DELETE", Gateway.Intent.Guilds);
    public static readonly DispatchName MemberAdd = new("GUILD_MEMBER_ADD", Gateway.Intent.GuildMembers);
    public static readonly DispatchName MemberUpdate = new("GUILD_MEMBER_UPDATE", Gateway.Intent.GuildMembers);
    public static readonly DispatchName MemberRemove = new("GUILD_MEMBER_REMOVE", Gateway.Intent.GuildMembers);
    public static readonly DispatchName InviteCreate = new("INVITE_CREATE", Gateway.Intent.GuildInvites);
    public static readonly DispatchName InviteDelete = new("INVITE_DELETE", Gateway.Intent.GuildInvites);
    public static readonly DispatchName MembersChunk = new("GUILD_MEMBERS_CHUNK");
    public static readonly DispatchName VoiceStateUpdate = new("VOICE_STATE_UPDATE", Gateway.Intent.GuildVoiceStates);
    public static readonly DispatchName MessageCreate = new("MESSAGE_CREATE", Gateway.Intent.GuildMessages);
    public static readonly DispatchName MessageUpdate = new("MESSAGE_UPDATE", Gateway.Intent.GuildMessages);
    public static readonly DispatchName MessageDelete = new("MESSAGE_DELETE", Gateway.Intent.GuildMessages);
    public static readonly DispatchName MessageDeleteBulk = new("MESSAGE_DELETE_BULK", Gateway.Intent.GuildMessages);
    public static readonly DispatchName TypingStart = new("TYPING_START", Gateway.Intent.GuildMessageTyping);
    public static readonly DispatchName InteractionCreate = new("INTERACTION_CREATE");
    public static readonly DispatchName EntitlementCreate = new("ENTITLEMENT_CREATE");
    public static readonly DispatchName EntitlementUpdate = new("ENTITLEMENT_UPDATE");
    public static readonly DispatchName EntitlementDelete = new("ENTITLEMENT_DELETE");
}

/// <summary>One event, encoded once and shared by every session that gets it.</summary>
/// <param name="Name">Event name.</param>
/// <param name="Data">JSON of <c>d</c>.</param>
/// <param name="Timestamp">Unix ms when the event is back-dated, else 0.</param>
public sealed record Dispatch(DispatchName Name, byte[] Data, long Timestamp = 0);
