using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Rest;

/// <summary><see cref="IDiscordRest"/> over HTTP, as the bot.</summary>
/// <param name="http">Its base address is <see cref="DiscordOptions.RestBaseUri"/>.</param>
public sealed class DiscordRestClient(
    HttpClient http, IRestRateLimiter limiter, DiscordOptions options, TimeProvider time, ILogger<DiscordRestClient> log) : IDiscordRest
{
    private const int MembersPerPage = 1000;
    private const int MessagesPerPage = 100;

    private readonly RestPipeline _pipeline = new(http, limiter, options.Token, time, log);

    public Task<GatewayInfo> GetGatewayInfoAsync(CancellationToken ct) =>
        GetAsync("gateway/bot", "", RestJson.Default.GatewayInfo, ct);

    public Task<DiscordUser> GetCurrentUserAsync(CancellationToken ct) =>
        GetAsync("users/@me", "", RestJson.Default.DiscordUser, ct);

    public Task<DiscordApplication> GetCurrentApplicationAsync(CancellationToken ct) =>
        GetAsync("applications/@me", "", RestJson.Default.DiscordApplication, ct);

    public Task<DiscordGuild> GetGuildAsync(ulong guildId, CancellationToken ct) =>
        GetAsync("guilds/{0}", "?with_counts=true", RestJson.Default.DiscordGuild, ct, guildId);

    public async Task<IReadOnlyList<DiscordChannel>> GetChannelsAsync(ulong guildId, CancellationToken ct) =>
        await GetAsync("guilds/{0}/channels", "", RestJson.Default.ListDiscordChannel, ct, guildId);

    public async Task<IReadOnlyList<DiscordRole>> GetRolesAsync(ulong guildId, CancellationToken ct) =>
        await GetAsync("guilds/{0}/roles", "", RestJson.Default.ListDiscordRole, ct, guildId);

    public async IAsyncEnumerable<DiscordMember> ListMembersAsync(ulong guildId, [EnumeratorCancellation] CancellationToken ct)
    {
        var route = RestRoute.To(HttpMethod.Get, "guilds/{0}/members", guildId) with { Priority = RequestPriority.Low };
        for (ulong after = 0; ;)
        {
            var page = await ReadAsync(route, $"?limit={MembersPerPage}&after={after}", RestJson.Default.ListDiscordMember, ct);
            foreach (var member in page)
                yield return member;
            var last = page.Max(m => m.User?.Id) ?? 0;
            if (page.Count < MembersPerPage || last <= after)
                yield break;
            after = last;
        }
    }

    public Task<DiscordMember> GetMemberAsync(ulong guildId, ulong userId, CancellationToken ct) =>
        GetAsync("guilds/{0}/members/{1}", "", RestJson.Default.DiscordMember, ct, guildId, userId);

    public async IAsyncEnumerable<DiscordMessage> GetMessagesBeforeAsync(
        ulong channelId, ulong before, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        while (limit > 0)
        {
            var page = await MessagesAsync(channelId, $"before={before}", limit, ct);
            foreach (var message in page.OrderByDescending(m => m.Id))
                yield return message;
            if (page.Count == 0 || page.Min(m => m.Id) >= before)
                yield break;
            before = page.Min(m => m.Id);
            limit -= page.Count;
        }
    }

    public async IAsyncEnumerable<DiscordMessage> GetMessagesAfterAsync(
        ulong channelId, ulong after, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        while (limit > 0)
        {
            var page = await MessagesAsync(channelId, $"after={after}", limit, ct);
            foreach (var message in page.OrderBy(m => m.Id))
                yield return message;
            if (page.Count == 0 || page.Max(m => m.Id) <= after)
                yield break;
            after = page.Max(m => m.Id);
            limit -= page.Count;
        }
    }

    public async Task<IReadOnlyList<DiscordMessage>> GetMessagePageAfterAsync(ulong channelId, ulong after, int limit, CancellationToken ct) =>
        [.. (await MessagesAsync(channelId, $"after={after}", limit, ct)).OrderBy(m => m.Id)];

    public Task<DiscordMessage> CreateMessageAsync(ulong channelId, DiscordMessageBuilder message, CancellationToken ct)
    {
        var body = message.ToBody() with
        {
            Nonce = message.Nonce ?? Guid.NewGuid().ToString("N")[..25],
            EnforceNonce = true,
            MessageReference = message.ReplyTo is { } replied ? new MessageReferenceBody(replied) : null,
        };
        return _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Post, "channels/{0}/messages", channelId), "",
            RequestContent.Message(body, RestJson.Default.MessageBody, message.Files), RestJson.Default.DiscordMessage, null, ct);
    }

    public Task<DiscordMessage> EditMessageAsync(ulong channelId, ulong messageId, DiscordMessageBuilder message, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Patch, "channels/{0}/messages/{1}", channelId, messageId), "",
            RequestContent.Message(message.ToBody(), RestJson.Default.MessageBody, message.Files), RestJson.Default.DiscordMessage, null, ct);

    public Task DeleteMessageAsync(ulong channelId, ulong messageId, CancellationToken ct) =>
        SendAsync(RestRoute.To(HttpMethod.Delete, "channels/{0}/messages/{1}", channelId, messageId), null, ct);

    public Task GrantRoleAsync(ulong guildId, ulong userId, ulong roleId, string? reason, CancellationToken ct) =>
        SendAsync(RestRoute.To(HttpMethod.Put, "guilds/{0}/members/{1}/roles/{2}", guildId, userId, roleId), reason, ct);

    public Task RevokeRoleAsync(ulong guildId, ulong userId, ulong roleId, string? reason, CancellationToken ct) =>
        SendAsync(RestRoute.To(HttpMethod.Delete, "guilds/{0}/members/{1}/roles/{2}", guildId, userId, roleId), reason, ct);

    public Task<DiscordMember> ModifyMemberRolesAsync(
        ulong guildId, ulong userId, IReadOnlyList<ulong> roleIds, string? reason, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Patch, "guilds/{0}/members/{1}", guildId, userId), "",
            RequestContent.Json(new MemberRolesBody(roleIds), RestJson.Default.MemberRolesBody), RestJson.Default.DiscordMember, reason, ct);

    public Task<DiscordChannel> CreateDmChannelAsync(ulong userId, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Post, "users/@me/channels"), "",
            RequestContent.Json(new RecipientBody(userId), RestJson.Default.RecipientBody), RestJson.Default.DiscordChannel, null, ct);

    public Task<DiscordChannel> ModifyChannelAsync(ulong channelId, ChannelEdit edit, string? reason, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Patch, "channels/{0}", channelId) with { Shape = edit.Shape }, "",
            RequestContent.Json(edit, RestJson.Default.ChannelEdit), RestJson.Default.DiscordChannel, reason, ct);

    public async Task<IReadOnlyList<DiscordApplicationCommand>> GetGlobalApplicationCommandsAsync(ulong applicationId, CancellationToken ct) =>
        await GetAsync(
            "applications/{0}/commands", "?with_localizations=true", RestJson.Default.ListDiscordApplicationCommand, ct, applicationId);

    public Task<IReadOnlyList<DiscordApplicationCommand>> BulkOverwriteGlobalApplicationCommandsAsync(
        ulong applicationId, IReadOnlyList<DiscordApplicationCommand> commands, CancellationToken ct) =>
        OverwriteCommandsAsync(RestRoute.To(HttpMethod.Put, "applications/{0}/commands", applicationId), commands, ct);

    public Task<IReadOnlyList<DiscordApplicationCommand>> BulkOverwriteGuildApplicationCommandsAsync(
        ulong applicationId, ulong guildId, IReadOnlyList<DiscordApplicationCommand> commands, CancellationToken ct) =>
        OverwriteCommandsAsync(RestRoute.To(HttpMethod.Put, "applications/{0}/guilds/{1}/commands", applicationId, guildId), commands, ct);

    public Task CreateInteractionResponseAsync(
        ulong interactionId, string token, DiscordInteractionResponse response, CancellationToken ct) =>
        _pipeline.SendAsync(
            RestRoute.To(HttpMethod.Post, "interactions/{0}/{1}/callback", interactionId, token), "",
            InteractionContent.Of(response), null, ct);

    public Task<DiscordMessage> EditOriginalInteractionResponseAsync(
        ulong applicationId, string token, DiscordMessageBuilder message, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Patch, "webhooks/{0}/{1}/messages/@original", applicationId, token), "",
            RequestContent.Message(message.ToBody() with { Flags = null }, RestJson.Default.MessageBody, message.Files),
            RestJson.Default.DiscordMessage, null, ct);

    public Task DeleteOriginalInteractionResponseAsync(ulong applicationId, string token, CancellationToken ct) =>
        SendAsync(RestRoute.To(HttpMethod.Delete, "webhooks/{0}/{1}/messages/@original", applicationId, token), null, ct);

    public Task<DiscordMessage> CreateFollowupMessageAsync(
        ulong applicationId, string token, DiscordMessageBuilder message, CancellationToken ct) =>
        _pipeline.ReadAsync(
            RestRoute.To(HttpMethod.Post, "webhooks/{0}/{1}", applicationId, token) with { IsRepeatable = false }, "?wait=true",
            RequestContent.Message(message.ToBody(), RestJson.Default.MessageBody, message.Files), RestJson.Default.DiscordMessage, null, ct);

    public async Task<IReadOnlyList<DiscordInvite>> GetInvitesAsync(ulong guildId, CancellationToken ct) =>
        await GetAsync("guilds/{0}/invites", "", RestJson.Default.ListDiscordInvite, ct, guildId);

    public async Task<IReadOnlyList<DiscordEntitlement>> GetEntitlementsAsync(
        ulong applicationId, ulong? guildId, bool excludeEnded, CancellationToken ct)
    {
        const int PerPage = 100;
        var route = RestRoute.To(HttpMethod.Get, "applications/{0}/entitlements", applicationId) with { Priority = guildId is null ? RequestPriority.Low : RequestPriority.Normal };
        var all = new List<DiscordEntitlement>();
        var seen = new HashSet<ulong>();
        for (var position = ""; ;)
        {
            var query = $"?limit={PerPage}{position}&exclude_ended={(excludeEnded ? "true" : "false")}&exclude_deleted=true"
                + (guildId is { } guild ? $"&guild_id={guild}" : "");
            var page = await ReadAsync(route, query, RestJson.Default.ListDiscordEntitlement, ct);
            var before = all.Count;
            all.AddRange(page.Where(e => seen.Add(e.Id)));
            // A page that is not full may still not be the last: what is left out may have counted.
            if (all.Count == before)
                return all;
            position = NextPosition(page);
        }
    }

    // Discord does not say in which order it lists; newest first was seen (botlabs-gg/yagpdb#1965).
    private static string NextPosition(List<DiscordEntitlement> page) =>
        page[0].Id < page[^1].Id ? $"&after={page.Max(e => e.Id)}" : $"&before={page.Min(e => e.Id)}";

    private Task<List<DiscordMessage>> MessagesAsync(ulong channelId, string position, int limit, CancellationToken ct) =>
        ReadAsync(
            RestRoute.To(HttpMethod.Get, "channels/{0}/messages", channelId) with { Priority = RequestPriority.Low },
            $"?{position}&limit={Math.Min(limit, MessagesPerPage)}", RestJson.Default.ListDiscordMessage, ct);

    private async Task<IReadOnlyList<DiscordApplicationCommand>> OverwriteCommandsAsync(
        RestRoute route, IReadOnlyList<DiscordApplicationCommand> commands, CancellationToken ct) =>
        await _pipeline.ReadAsync(
            route, "", RequestContent.Json(commands, RestJson.Default.IReadOnlyListDiscordApplicationCommand),
            RestJson.Default.ListDiscordApplicationCommand, null, ct);

    private Task<T> GetAsync<T>(string template, string query, JsonTypeInfo<T> type, CancellationToken ct, params object[] ids) =>
        ReadAsync(RestRoute.To(HttpMethod.Get, template, ids), query, type, ct);

    private Task<T> ReadAsync<T>(RestRoute route, string query, JsonTypeInfo<T> type, CancellationToken ct) =>
        _pipeline.ReadAsync(route, query, RequestContent.None, type, null, ct);

    private async Task SendAsync(RestRoute route, string? reason, CancellationToken ct) =>
        await _pipeline.SendAsync(route, "", RequestContent.None, reason, ct);
}
