using System.Text.Json.Serialization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Json;
using CommunityIntel.Discord.OAuth2;

namespace CommunityIntel.Discord.Rest;

/// <summary>Source-generated JSON of requests and answers: snake_case, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(SnowflakeConverter), typeof(PermissionsConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(GatewayInfo))]
[JsonSerializable(typeof(DiscordUser))]
[JsonSerializable(typeof(DiscordApplication))]
[JsonSerializable(typeof(DiscordGuild))]
[JsonSerializable(typeof(DiscordMember))]
[JsonSerializable(typeof(List<DiscordMember>))]
[JsonSerializable(typeof(DiscordChannel))]
[JsonSerializable(typeof(List<DiscordChannel>))]
[JsonSerializable(typeof(List<DiscordRole>))]
[JsonSerializable(typeof(DiscordMessage))]
[JsonSerializable(typeof(List<DiscordMessage>))]
[JsonSerializable(typeof(List<DiscordInvite>))]
[JsonSerializable(typeof(List<DiscordEntitlement>))]
[JsonSerializable(typeof(List<DiscordApplicationCommand>))]
[JsonSerializable(typeof(IReadOnlyList<DiscordApplicationCommand>))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(InteractionResponseBody<MessageBody>))]
[JsonSerializable(typeof(InteractionResponseBody<ModalBody>))]
[JsonSerializable(typeof(InteractionResponseBody<ChoicesBody>))]
[JsonSerializable(typeof(RecipientBody))]
[JsonSerializable(typeof(MemberRolesBody))]
[JsonSerializable(typeof(ChannelEdit))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RateLimitBody))]
[JsonSerializable(typeof(OAuth2Token))]
[JsonSerializable(typeof(OAuth2ErrorBody))]
[JsonSerializable(typeof(List<OAuth2Guild>))]
internal sealed partial class RestJson : JsonSerializerContext;
