using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>From a dispatch's bytes to its args. Keeps author names, so: one per shard, used by one thread.</summary>
public sealed class EventDecoder
{
    private delegate DiscordEventArgs Reading(ReadOnlySpan<byte> d);

    private static readonly Dictionary<GatewayEventTypes, Reading> Readings = new()
    {
        [GatewayEventTypes.Ready] = Of(EventJson.Default.ReadyPayload, Ready),
        [GatewayEventTypes.Resumed] = _ => new SessionResumedEventArgs(),
        [GatewayEventTypes.GuildCreate] = Of(EventJson.Default.DiscordGuild, e => new GuildCreatedEventArgs(e)),
        [GatewayEventTypes.GuildUpdate] = Of(EventJson.Default.DiscordGuild, e => new GuildUpdatedEventArgs(e)),
        [GatewayEventTypes.GuildDelete] = Of(EventJson.Default.IdOnly,
            g => new GuildDeletedEventArgs(g.Id, g.Unavailable == true)),
        [GatewayEventTypes.GuildMemberAdd] = d => Member(d, (guild, member, user) => new GuildMemberAddedEventArgs(guild, member, user)),
        [GatewayEventTypes.GuildMemberUpdate] = d => Member(d, (guild, member, user) => new GuildMemberUpdatedEventArgs(guild, member, user)),
        [GatewayEventTypes.GuildMemberRemove] = Of(EventJson.Default.GuildUserPayload,
            m => new GuildMemberRemovedEventArgs(m.GuildId, m.User)),
        [GatewayEventTypes.GuildBanAdd] = Of(EventJson.Default.GuildUserPayload,
            m => new GuildBanAddedEventArgs(m.GuildId, m.User)),
        [GatewayEventTypes.GuildBanRemove] = Of(EventJson.Default.GuildUserPayload,
            m => new GuildBanRemovedEventArgs(m.GuildId, m.User)),
        [GatewayEventTypes.GuildRoleCreate] = Of(EventJson.Default.GuildRolePayload,
            r => new GuildRoleCreatedEventArgs(r.GuildId, r.Role)),
        [GatewayEventTypes.GuildRoleUpdate] = Of(EventJson.Default.GuildRolePayload,
            r => new GuildRoleUpdatedEventArgs(r.GuildId, r.Role)),
        [GatewayEventTypes.GuildRoleDelete] = Of(EventJson.Default.GuildRoleIdPayload,
            r => new GuildRoleDeletedEventArgs(r.GuildId, r.RoleId)),
        [GatewayEventTypes.ChannelCreate] = Of(EventJson.Default.DiscordChannel,
            c => new ChannelCreatedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ChannelUpdate] = Of(EventJson.Default.DiscordChannel,
            c => new ChannelUpdatedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ChannelDelete] = Of(EventJson.Default.DiscordChannel,
            c => new ChannelDeletedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ThreadCreate] = Of(EventJson.Default.DiscordChannel,
            c => new ThreadCreatedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ThreadUpdate] = Of(EventJson.Default.DiscordChannel,
            c => new ThreadUpdatedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ThreadDelete] = Of(EventJson.Default.DiscordChannel,
            c => new ThreadDeletedEventArgs(c.GuildId, c)),
        [GatewayEventTypes.ThreadListSync] = Of(EventJson.Default.ThreadListPayload,
            t => new ThreadListSyncedEventArgs(t.GuildId, t.ChannelIds ?? [], t.Threads ?? [])),
        [GatewayEventTypes.MessageUpdate] = Of(EventJson.Default.MessageKeyPayload,
            m => new MessageUpdatedEventArgs(m.Id, m.ChannelId, m.GuildId, m.EditedTimestamp)),
        [GatewayEventTypes.MessageDelete] = Of(EventJson.Default.MessageKeyPayload,
            m => new MessageDeletedEventArgs(m.Id, m.ChannelId, m.GuildId)),
        [GatewayEventTypes.MessageDeleteBulk] = Of(EventJson.Default.MessageIdsPayload,
            m => new MessagesBulkDeletedEventArgs(m.Ids, m.ChannelId, m.GuildId)),
        [GatewayEventTypes.MessageReactionAdd] = Of(EventJson.Default.ReactionPayload,
            r => new MessageReactionAddedEventArgs(r.UserId, r.MessageId, r.ChannelId, r.GuildId, r.Member)),
        [GatewayEventTypes.MessageReactionRemove] = Of(EventJson.Default.ReactionPayload,
            r => new MessageReactionRemovedEventArgs(r.UserId, r.MessageId, r.ChannelId, r.GuildId)),
        [GatewayEventTypes.VoiceStateUpdate] = Of(EventJson.Default.DiscordVoiceState,
            v => v.UserId != 0 ? new VoiceStateUpdatedEventArgs(v) : throw new JsonException("no user", "$.user_id", null, null)),
        [GatewayEventTypes.InviteCreate] = Of(EventJson.Default.DiscordInvite,
            i => new InviteCreatedEventArgs(i.GuildId, i.ChannelId, i)),
        [GatewayEventTypes.InviteDelete] = Of(EventJson.Default.InviteKeyPayload,
            i => new InviteDeletedEventArgs(i.GuildId, i.ChannelId, i.Code)),
        [GatewayEventTypes.InteractionCreate] = Of(EventJson.Default.DiscordInteraction, e => new InteractionCreatedEventArgs(e)),
        [GatewayEventTypes.EntitlementCreate] = Of(EventJson.Default.DiscordEntitlement, e => new EntitlementCreatedEventArgs(e)),
        [GatewayEventTypes.EntitlementUpdate] = Of(EventJson.Default.DiscordEntitlement, e => new EntitlementUpdatedEventArgs(e)),
        [GatewayEventTypes.EntitlementDelete] = Of(EventJson.Default.DiscordEntitlement, e => new EntitlementDeletedEventArgs(e)),
    };

    private readonly MessageCreatedReader _messages = new();

    /// <summary>Every event that can be decoded: a sensible <see cref="GatewayClientOptions.WantedEvents"/>.</summary>
    public static GatewayEventTypes Known { get; } =
        Readings.Keys.Aggregate(GatewayEventTypes.MessageCreate, (all, type) => all | type);

    /// <summary>MESSAGE_CREATE, without allocating for authors seen before.</summary>
    /// <exception cref="DiscordDecodeException">Not what Discord documents.</exception>
    public MessageCreatedEventArgs ReadMessageCreated(ReadOnlySpan<byte> d)
    {
        try
        {
            return _messages.Read(d);
        }
        catch (JsonException e)
        {
            throw new DiscordDecodeException("MESSAGE_CREATE", e.Path ?? "$", e);
        }
    }

    /// <summary>The text of a MESSAGE_CREATE or MESSAGE_UPDATE and the message that it answers (0 = none), for whoever may keep them.</summary>
    /// <returns>Null text without the message content intent, for none, and for one that cannot be written down. A reference that cannot be read is none.</returns>
    /// <exception cref="DiscordDecodeException">No JSON object.</exception>
    public static (string? Text, ulong ReplyTo) ReadText(ReadOnlySpan<byte> d)
    {
        try
        {
            return MessageTextReader.Read(d);
        }
        catch (JsonException e)
        {
            throw new DiscordDecodeException("a message's text", e.Path ?? "$", e);
        }
    }

    /// <summary>Every other event.</summary>
    /// <returns>Null for an event that has no args here, and for MESSAGE_CREATE.</returns>
    /// <exception cref="DiscordDecodeException">Not what Discord documents.</exception>
    public static DiscordEventArgs? Decode(in GatewayEvent dispatch) =>
        Decode(dispatch.Type, dispatch.Name, dispatch.Data.Span);

    /// <inheritdoc cref="Decode(in GatewayEvent)"/>
    public static DiscordEventArgs? Decode(GatewayEventTypes type, string name, ReadOnlySpan<byte> d)
    {
        if (!Readings.TryGetValue(type, out var read))
            return null;
        try
        {
            return read(d);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new DiscordDecodeException(name, FieldOf(e), e);
        }
    }

    /// <summary>The guild that a dispatch belongs to, for routing: found at the top level without reading the rest.</summary>
    /// <returns>False without a valid guild id: direct messages, events of the user.</returns>
    public static bool TryReadGuildId(GatewayEventTypes type, ReadOnlySpan<byte> d, out ulong guildId)
    {
        const GatewayEventTypes GuildItself = GatewayEventTypes.GuildCreate | GatewayEventTypes.GuildUpdate | GatewayEventTypes.GuildDelete;
        var key = (type & GuildItself) != 0 ? "id"u8 : "guild_id"u8;
        guildId = 0;
        var reader = new Utf8JsonReader(d);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(key);
                reader.Read();
                if (found)
                    return SnowflakeConverter.TryRead(ref reader, out guildId);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not readable: decoding it says more.
        }
        return false;
    }

    private static Reading Of<T>(JsonTypeInfo<T> type, Func<T, DiscordEventArgs> args) => d => args(Read(d, type));

    private static DiscordEventArgs Member(ReadOnlySpan<byte> d, Func<ulong, DiscordMember, DiscordUser, DiscordEventArgs> args)
    {
        var key = Read(d, EventJson.Default.GuildUserPayload);
        return args(key.GuildId, Read(d, EventJson.Default.DiscordMember), key.User);
    }

    private static T Read<T>(ReadOnlySpan<byte> d, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(d, type) ?? throw new JsonException("null", "$", null, null);

    /// <summary>A missing field has no path of its own: the serializer names it in quotes.</summary>
    private static string FieldOf(Exception e)
    {
        if (e is not JsonException json)
            return "$";
        var quoted = json.Message.Contains("missing required", StringComparison.Ordinal) ? json.Message.Split('\'') : [];
        return quoted.Length > 2 ? $"{json.Path ?? "$"}.{quoted[^2]}" : json.Path ?? "$";
    }

    private static SessionCreatedEventArgs Ready(ReadyPayload ready) => new(
        ready.SessionId, ready.User.Id, ready.Application?.Id, [.. (ready.Guilds ?? []).Select(g => g.Id)]);
}
