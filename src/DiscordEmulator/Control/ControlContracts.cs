using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommunityIntel.DiscordEmulator.Control;

// Ids travel as strings, as everywhere in Discord.

public sealed record GuildView(ulong Id, string Name, ulong OwnerId, int Members, bool Bot, bool Unavailable, string Locale);

public sealed record UserView(ulong Id, string Name, string? DisplayName, bool Bot);

public sealed record MemberView(UserView User, IReadOnlyList<ulong> Roles, DateTimeOffset JoinedAt, ulong? VoiceChannelId);

public sealed record RoleView(ulong Id, string Name, ulong Permissions, int Position);

public sealed record ChannelView(ulong Id, string Name, int Type, ulong? GuildId, ulong? ParentId, bool BotCanView);

public sealed record NewGuild(string Name, ulong? OwnerId = null, string Locale = "en-US", bool Bot = true, ulong? Id = null);

public sealed record NewUser(string Name, string? DisplayName = null, bool Bot = false, string Locale = "en-US");

/// <param name="Type">Channel type number of the Discord API reference.</param>
/// <param name="Hidden">Denies VIEW_CHANNEL to everyone, the bot included.</param>
public sealed record NewChannel(string Name, int Type = 0, ulong? ParentId = null, bool Hidden = false);

public sealed record NewRole(string Name, ulong Permissions = 0, int? Position = null);

/// <summary>What is null stays as it is.</summary>
public sealed record RoleEdit(string? Name = null, ulong? Permissions = null, int? Position = null);

/// <param name="Closed">The user takes no direct messages.</param>
public sealed record DirectSwitch(bool Closed);

/// <param name="Timestamp">When it was said; earlier than now makes it back-dated.</param>
public sealed record NewMessage(ulong UserId, string Content, DateTimeOffset? Timestamp = null, ulong? ReplyTo = null);

public sealed record MessageView(ulong Id, ulong ChannelId, ulong AuthorId, string Content, int Flags, JsonElement? Json = null);

public sealed record MessageEdit(string Content);

/// <summary>Messages to delete at once.</summary>
public sealed record MessageIds(IReadOnlyList<ulong> Ids);

/// <summary>Takes the place of all that a channel has of its own.</summary>
public sealed record ChannelOverwrites(IReadOnlyList<Guilds.Overwrite> Overwrites);

/// <param name="Invite">Code of the invite that was used; null = another way.</param>
public sealed record NewMember(ulong UserId, DateTimeOffset? Timestamp = null, string? Invite = null);

/// <param name="UserId">Who makes it.</param>
/// <param name="MaxUses">0 = unlimited.</param>
/// <param name="MaxAgeSeconds">0 = for ever.</param>
public sealed record NewInvite(ulong UserId, int MaxUses = 0, int MaxAgeSeconds = 0);

/// <param name="ChannelId">Channel to enter or move to; null stays where the user is.</param>
public sealed record VoiceChange(ulong? ChannelId = null, bool? SelfMute = null, bool? SelfDeaf = null, DateTimeOffset? Timestamp = null);

/// <param name="Options">The raw <c>options</c> array of the command.</param>
public sealed record NewCommandRun(ulong ChannelId, ulong UserId, string Name, JsonElement? Options = null);

/// <param name="MessageId">The message that holds the component.</param>
/// <param name="ComponentType">2 = button, 3 = string select, …</param>
public sealed record NewComponentUse(ulong ChannelId, ulong UserId, ulong MessageId, string CustomId, int ComponentType = 2, IReadOnlyList<string>? Values = null);

/// <param name="Components">The raw <c>components</c> array of the submit.</param>
public sealed record NewModalSubmit(ulong ChannelId, ulong UserId, string CustomId, JsonElement Components);

/// <param name="AnswerType">Callback type of the first answer, 0 while there is none.</param>
/// <param name="AnswerData">Data of an answer that is no message.</param>
/// <param name="Messages">Original and follow-ups.</param>
/// <param name="AnsweredAfterMs">From its creation to the first answer; null while there is none.</param>
public sealed record InteractionView(ulong Id, int Type, int AnswerType, bool Loading, JsonElement? AnswerData, IReadOnlyList<MessageView> Messages, double? AnsweredAfterMs = null);

/// <param name="DeafTo">Intents whose events it is not given, 0 = none.</param>
public sealed record SessionView(
    string Id, int Shard, int ShardCount, int Intents, long Sequence, long SentSequence, long HeartbeatSequence, bool Connected, bool Stalled, int DeafTo);

/// <summary>What can be done to a session.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionFault>))]
public enum SessionFault
{
    /// <summary>Abort the TCP connection.</summary>
    Drop,

    /// <summary>Close with <see cref="FaultRequest.Code"/>.</summary>
    Close,
    Stall,
    Unstall,
    StopAck,
    StartAck,

    /// <summary>Break the next payload so that it cannot be inflated (compressed connections).</summary>
    Garble,

    /// <summary>Send half a JSON object.</summary>
    Malformed,
    UnknownOp,
    UnknownEvent,

    /// <summary>An unknown event of <see cref="FaultRequest.Code"/> bytes (default 4 MiB).</summary>
    Oversized,

    /// <summary>op 7.</summary>
    Reconnect,

    /// <summary>op 9 false; the session is gone.</summary>
    Invalidate,

    /// <summary>op 9 true.</summary>
    InvalidResumable,

    /// <summary>op 1.</summary>
    RequestHeartbeat,

    /// <summary>Forget the session and cut its connection: a session that nobody knows hears nothing.</summary>
    Expire,

    /// <summary>Silently lose the intents in <see cref="FaultRequest.Code"/> (discord-api-docs#6178).</summary>
    Deafen,

    /// <summary>Send the last dispatch once more.</summary>
    Repeat,
}

public sealed record FaultRequest(SessionFault Fault, int? Code = null);

/// <param name="GuildId">Sessions of this guild's shard; null for all.</param>
public sealed record RawDispatch(string Name, JsonElement Data, ulong? GuildId = null);

public sealed record SkuView(ulong Id, string Name, bool ForGuilds);

/// <param name="ForGuilds">A subscription of a guild's; otherwise of a user's.</param>
public sealed record NewSku(string Name, bool ForGuilds = true, ulong? Id = null);

public sealed record EntitlementView(ulong Id, ulong SkuId, ulong UserId, ulong? GuildId, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, bool Deleted);

/// <param name="GuildId">For a guild's SKU, and only then.</param>
/// <param name="UserId">Who buys; null = the guild's owner.</param>
/// <param name="Tell">False: the event is lost.</param>
public sealed record NewEntitlement(ulong SkuId, ulong? GuildId = null, ulong? UserId = null, DateTimeOffset? EndsAt = null, bool Tell = true);

/// <param name="EndsAt">Null = it goes on.</param>
/// <param name="Tell">False: the event is lost.</param>
public sealed record EntitlementEnd(DateTimeOffset? EndsAt, bool Tell = true);

public sealed record ChannelVisibility(bool Hidden);

public sealed record SimulationSwitch(bool Paused);

public sealed record Created(ulong Id);

/// <summary>Ids as strings; numbers are accepted too.</summary>
public sealed class SnowflakeConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? ulong.Parse(reader.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : reader.GetUInt64();

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
