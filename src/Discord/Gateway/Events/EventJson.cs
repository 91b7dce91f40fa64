using System.Text.Json.Serialization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>Source-generated readers of dispatches: snake_case, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(SnowflakeConverter), typeof(PermissionsConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(DiscordGuild))]
[JsonSerializable(typeof(DiscordMember))]
[JsonSerializable(typeof(DiscordChannel))]
[JsonSerializable(typeof(DiscordVoiceState))]
[JsonSerializable(typeof(DiscordInvite))]
[JsonSerializable(typeof(DiscordEntitlement))]
[JsonSerializable(typeof(DiscordInteraction))]
[JsonSerializable(typeof(ReadyPayload))]
[JsonSerializable(typeof(IdOnly))]
[JsonSerializable(typeof(GuildUserPayload))]
[JsonSerializable(typeof(GuildRolePayload))]
[JsonSerializable(typeof(GuildRoleIdPayload))]
[JsonSerializable(typeof(ThreadListPayload))]
[JsonSerializable(typeof(MessageKeyPayload))]
[JsonSerializable(typeof(MessageIdsPayload))]
[JsonSerializable(typeof(ReactionPayload))]
[JsonSerializable(typeof(InviteKeyPayload))]
internal sealed partial class EventJson : JsonSerializerContext;
