using System.Text.Json.Serialization;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.Discord.Gateway.Events;

// The wire shapes of dispatches that are not one of our entities. Discord API reference, Receive Events.

internal sealed record ReadyPayload
{
    [JsonRequired] public required string SessionId { get; init; }
    [JsonRequired] public required DiscordUser User { get; init; }
    public IdOnly? Application { get; init; }
    public IReadOnlyList<IdOnly>? Guilds { get; init; }
}

internal sealed record IdOnly
{
    [JsonRequired] public ulong Id { get; init; }
    public bool? Unavailable { get; init; }
}

/// <summary>Carries everything an event about a user in a guild may have.</summary>
internal sealed record GuildUserPayload
{
    [JsonRequired] public ulong GuildId { get; init; }
    [JsonRequired] public required DiscordUser User { get; init; }
}

internal sealed record GuildRolePayload
{
    [JsonRequired] public ulong GuildId { get; init; }
    [JsonRequired] public required DiscordRole Role { get; init; }
}

internal sealed record GuildRoleIdPayload
{
    [JsonRequired] public ulong GuildId { get; init; }
    [JsonRequired] public ulong RoleId { get; init; }
}

internal sealed record ThreadListPayload
{
    [JsonRequired] public ulong GuildId { get; init; }
    public IReadOnlyList<ulong>? ChannelIds { get; init; }
    public IReadOnlyList<DiscordChannel>? Threads { get; init; }
}

internal sealed record MessageKeyPayload
{
    [JsonRequired] public ulong Id { get; init; }
    [JsonRequired] public ulong ChannelId { get; init; }
    public ulong? GuildId { get; init; }
    public DateTimeOffset? EditedTimestamp { get; init; }
}

internal sealed record MessageIdsPayload
{
    [JsonRequired] public required IReadOnlyList<ulong> Ids { get; init; }
    [JsonRequired] public ulong ChannelId { get; init; }
    public ulong? GuildId { get; init; }
}

internal sealed record ReactionPayload
{
    [JsonRequired] public ulong UserId { get; init; }
    [JsonRequired] public ulong MessageId { get; init; }
    [JsonRequired] public ulong ChannelId { get; init; }
    public ulong? GuildId { get; init; }
    public DiscordMember? Member { get; init; }
}

internal sealed record InviteKeyPayload
{
    [JsonRequired] public required string Code { get; init; }
    public ulong? ChannelId { get; init; }
    public ulong? GuildId { get; init; }
}
