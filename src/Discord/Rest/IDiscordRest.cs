using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;

namespace CommunityIntel.Discord.Rest;

/// <summary>
/// The calls to Discord that we use, in DSharpPlus's verbs. All wait for rate limits and try again where that is safe.
/// </summary>
/// <exception cref="DiscordRestException">Discord refused, or failed again and again; see its subclasses.</exception>
/// <exception cref="HttpRequestException">Discord cannot be reached.</exception>
public interface IDiscordRest
{
    /// <summary>Where to connect, how many shards, and the identify budget.</summary>
    Task<GatewayInfo> GetGatewayInfoAsync(CancellationToken ct);

    Task<DiscordUser> GetCurrentUserAsync(CancellationToken ct);

    Task<DiscordApplication> GetCurrentApplicationAsync(CancellationToken ct);

    /// <summary>With approximate counts.</summary>
    Task<DiscordGuild> GetGuildAsync(ulong guildId, CancellationToken ct);

    /// <summary>Without threads and without channels that the bot may not see.</summary>
    Task<IReadOnlyList<DiscordChannel>> GetChannelsAsync(ulong guildId, CancellationToken ct);

    Task<IReadOnlyList<DiscordRole>> GetRolesAsync(ulong guildId, CancellationToken ct);

    /// <summary>All members by rising user id, fetched a thousand at a time. Needs the members intent.</summary>
    IAsyncEnumerable<DiscordMember> ListMembersAsync(ulong guildId, CancellationToken ct);

    Task<DiscordMember> GetMemberAsync(ulong guildId, ulong userId, CancellationToken ct);

    /// <summary>Messages with a smaller id, newest first, until <paramref name="limit"/> or the beginning.</summary>
    IAsyncEnumerable<DiscordMessage> GetMessagesBeforeAsync(ulong channelId, ulong before, int limit, CancellationToken ct);

    /// <summary>Messages with a larger id, oldest first, until <paramref name="limit"/> or the end.</summary>
    IAsyncEnumerable<DiscordMessage> GetMessagesAfterAsync(ulong channelId, ulong after, int limit, CancellationToken ct);

    /// <summary>One page of messages with a larger id, oldest first. <paramref name="limit"/> 1 to 100; fewer = there are no more.</summary>
    Task<IReadOnlyList<DiscordMessage>> GetMessagePageAfterAsync(ulong channelId, ulong after, int limit, CancellationToken ct);

    /// <summary>Sends once, also when tried again: every message has a nonce that Discord enforces.</summary>
    Task<DiscordMessage> CreateMessageAsync(ulong channelId, DiscordMessageBuilder message, CancellationToken ct);

    Task<DiscordMessage> EditMessageAsync(ulong channelId, ulong messageId, DiscordMessageBuilder message, CancellationToken ct);

    Task DeleteMessageAsync(ulong channelId, ulong messageId, CancellationToken ct);

    /// <param name="reason">Shown in the guild's audit log.</param>
    Task GrantRoleAsync(ulong guildId, ulong userId, ulong roleId, string? reason, CancellationToken ct);

    Task RevokeRoleAsync(ulong guildId, ulong userId, ulong roleId, string? reason, CancellationToken ct);

    /// <summary>Replaces all roles of a member.</summary>
    Task<DiscordMember> ModifyMemberRolesAsync(
        ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, string? reason, CancellationToken ct);

    /// <summary>The DM channel with a user, the existing one if any.</summary>
    Task<DiscordChannel> CreateDmChannelAsync(ulong userId, CancellationToken ct);

    Task<DiscordChannel> ModifyChannelAsync(ulong channelId, ChannelEdit edit, string? reason, CancellationToken ct);

    Task<IReadOnlyList<DiscordApplicationCommand>> GetGlobalApplicationCommandsAsync(ulong applicationId, CancellationToken ct);

    /// <summary>Replaces all commands; those not listed vanish.</summary>
    Task<IReadOnlyList<DiscordApplicationCommand>> BulkOverwriteGlobalApplicationCommandsAsync(
        ulong applicationId, IReadOnlyList<DiscordApplicationCommand> commands, CancellationToken ct);

    Task<IReadOnlyList<DiscordApplicationCommand>> BulkOverwriteGuildApplicationCommandsAsync(
        ulong applicationId, ulong guildId, IReadOnlyList<DiscordApplicationCommand> commands, CancellationToken ct);

    /// <summary>The first answer to an interaction; within three seconds of it.</summary>
    Task CreateInteractionResponseAsync(
        ulong interactionId, string token, DiscordInteractionResponse response, CancellationToken ct);

    Task<DiscordMessage> EditOriginalInteractionResponseAsync(
        ulong applicationId, string token, DiscordMessageBuilder message, CancellationToken ct);

    /// <summary>The first answer vanishes, also one that was only announced; follow-ups then stand for themselves.</summary>
    Task DeleteOriginalInteractionResponseAsync(ulong applicationId, string token, CancellationToken ct);

    /// <summary>Not tried again after a lost answer: it might be sent twice.</summary>
    Task<DiscordMessage> CreateFollowupMessageAsync(
        ulong applicationId, string token, DiscordMessageBuilder message, CancellationToken ct);

    /// <summary>With use counts when the bot has MANAGE_GUILD.</summary>
    Task<IReadOnlyList<DiscordInvite>> GetInvitesAsync(ulong guildId, CancellationToken ct);

    /// <summary>All that are not deleted: whatever is missing is gone.</summary>
    /// <param name="guildId">Null for everybody's: all guilds' and users'.</param>
    Task<IReadOnlyList<DiscordEntitlement>> GetEntitlementsAsync(ulong applicationId, ulong? guildId, bool excludeEnded, CancellationToken ct);
}
