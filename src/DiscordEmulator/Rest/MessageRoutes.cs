using System.Globalization;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Json;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>Messages of a channel: paging, creating with nonce, editing, deleting, typing.</summary>
public sealed class MessageRoutes(World world, Conversation conversation, GatewayAddress address, NonceMemory nonces, MessageContentAccess content)
{
    private const ulong Send = Permissions.SendMessages;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/channels/{channelId}/messages", Page);
        api.MapGet("/channels/{channelId}/messages/{messageId}", Single);
        api.MapPost("/channels/{channelId}/messages", CreateAsync);
        api.MapPatch("/channels/{channelId}/messages/{messageId}", EditAsync);
        api.MapDelete("/channels/{channelId}/messages/{messageId}", Delete);
        api.MapPost("/channels/{channelId}/typing", Typing);
    }

    private ApiReply Page(ulong channelId, [FromQuery] string? before, [FromQuery] string? after, [FromQuery] string? around, [FromQuery] string? limit)
    {
        var most = 50;
        if (limit is not null && (!int.TryParse(limit, CultureInfo.InvariantCulture, out most) || most is < 1 or > 100))
            return ApiReply.Invalid("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 100.");
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, 0, out var channel) is { } refusal) return refusal;
            if (channel.Guild is { } guild && (guild.BotPermissions(channel, world.Bot.Id, world.Now) & Permissions.ReadMessageHistory) == 0) return Reply([]);
            var log = channel.Messages;
            if (ulong.TryParse(around, out var middle))
            {
                var older = log.Before(middle + 1, most / 2 + 1);
                return Reply([.. log.After(middle, most - older.Count), .. older]);
            }
            return Reply(ulong.TryParse(after, out var above) ? log.After(above, most) : log.Before(ulong.TryParse(before, out var below) ? below : ulong.MaxValue, most));
        }
    }

    private ApiReply Reply(List<Message> messages) => ApiReply.List(messages, (json, message) => json.Message(message, content.IsBlank(message), address.Http));

    private ApiReply Reply(Message message, int status = 200) => ApiReply.Json(json => json.Message(message, content.IsBlank(message), address.Http), status);

    private ApiReply Single(ulong channelId, ulong messageId)
    {
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, Permissions.ReadMessageHistory, out var channel) is { } refusal) return refusal;
            return channel.Messages.Find(messageId) is { } message ? Reply(message) : Refused.UnknownMessage;
        }
    }

    private async Task<ApiReply> CreateAsync(ulong channelId, HttpRequest request)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request);
        if (body is null) return refusal!;
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, Send, out var channel) is { } refused) return refused;
            if (channel.Type is ChannelType.Category or ChannelType.Forum) return Refused.WrongChannelType;
            if (channel.Recipient is { TakesNoDirect: true }) return Refused.CannotMessageUser;
            var (draft, invalid) = MessageDraft.From(body.Root, body.Files, world, channel, address.Http);
            if (draft is null) return invalid!;
            if (draft.IsEmpty) return Refused.EmptyMessage;
            if (Forbidden(channel, draft) is { } missing) return missing;
            if (draft is { EnforceNonce: true, Nonce: { } nonce } && nonces.Find(channel, nonce) is { } earlier) return Reply(earlier);
            if (draft.ReplyTo is { } original && channel.Messages.Find(original) is null)
                return ApiReply.Invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
            var message = new Message(world.Ids.Next(), channel, world.Bot, draft.Content ?? "")
            {
                Type = draft.ReplyTo is null ? 0 : 19,
                Flags = draft.Flags & ~Message.Ephemeral,
                Nonce = draft.Nonce,
                Embeds = draft.Embeds,
                Components = draft.Components,
                Attachments = draft.Attachments,
                ReferenceId = draft.ReplyTo,
                Referenced = draft.ReplyTo is { } id ? channel.Messages.Find(id) : null,
                Mentions = conversation.MentionsIn(draft.Content ?? ""),
            };
            if (draft.Nonce is not null) nonces.Remember(channel, draft.Nonce, message);
            conversation.Post(message);
            return Reply(message);
        }
    }

    private ApiReply? Forbidden(Channel channel, MessageDraft draft)
    {
        if (channel.Guild is not { } guild) return null;
        var bits = guild.BotPermissions(channel, world.Bot.Id, world.Now);
        if (draft.Attachments.Count > 0 && (bits & Permissions.AttachFiles) == 0) return Refused.MissingPermissions;
        if (draft.ReplyTo is not null && (bits & Permissions.ReadMessageHistory) == 0)
            return ApiReply.Error(400, 160002, "Cannot reply without permission to read message history");
        return null;
    }

    private async Task<ApiReply> EditAsync(ulong channelId, ulong messageId, HttpRequest request)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request);
        if (body is null) return refusal!;
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, 0, out var channel) is { } refused) return refused;
            if (channel.Messages.Find(messageId) is not { } message) return Refused.UnknownMessage;
            if (message.Author.Id != world.Bot.Id) return Refused.NotAuthor;
            var (draft, invalid) = MessageDraft.From(body.Root, body.Files, world, channel, address.Http);
            if (draft is null) return invalid!;
            draft.ApplyTo(message, conversation);
            message.EditedAt = world.Now;
            conversation.Changed(message);
            return Reply(message);
        }
    }

    private ApiReply Delete(ulong channelId, ulong messageId)
    {
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, 0, out var channel) is { } refused) return refused;
            if (channel.Messages.Find(messageId) is not { } message) return Refused.UnknownMessage;
            if (message.Author.Id != world.Bot.Id && Access.Channel(world, channelId, Permissions.ManageMessages, out _) is { } missing) return missing;
            conversation.Delete(channel, messageId);
            return ApiReply.Empty;
        }
    }

    private ApiReply Typing(ulong channelId)
    {
        lock (world.Gate)
        {
            if (Access.Channel(world, channelId, Send, out var channel) is { } refused) return refused;
            conversation.Typing(channel, world.Bot);
            return ApiReply.Empty;
        }
    }
}

/// <summary>Whether REST blanks content: the application's privileged toggle decides, with the gateway's exceptions.</summary>
public sealed class MessageContentAccess(Publisher publisher, Hosting.DiscordEmulatorOptions options)
{
    public bool IsBlank(Message message) => !options.AllowContentIntent && !publisher.IsOpen(message);
}

/// <summary>Nonces of the past few minutes, by channel.</summary>
public sealed class NonceMemory(World world)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly Dictionary<(ulong, string), (Message Message, DateTimeOffset At)> seen = [];

    public Message? Find(Channel channel, string nonce) =>
        seen.TryGetValue((channel.Id, nonce), out var found) && world.Now - found.At < Lifetime ? found.Message : null;

    public void Remember(Channel channel, string nonce, Message message)
    {
        if (seen.Count > 10_000) seen.Clear();
        seen[(channel.Id, nonce)] = (message, world.Now);
    }
}
