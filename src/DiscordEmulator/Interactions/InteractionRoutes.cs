using System.Text.Json;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Rest;
using Microsoft.AspNetCore.Mvc;

namespace CommunityIntel.DiscordEmulator.Interactions;

/// <summary>
/// Answers to interactions: the first within 3 s and once, then edits and follow-ups for 15 minutes. The first
/// follow-up after a deferred answer fills that answer (Discord API reference, Receiving and Responding).
/// </summary>
public sealed class InteractionRoutes(World world, InteractionDesk desk, Conversation conversation, Publisher publisher, GatewayAddress address, DiscordEmulatorOptions options)
{
    private const int Pong = 1;
    private const int Answer = 4;
    private const int Deferred = 5;
    private const int DeferredUpdate = 6;
    private const int Update = 7;
    private const int Choices = 8;
    private const int Modal = 9;

    public void Map(IEndpointRouteBuilder api)
    {
        var token = new TokenRoute();
        api.MapPost("/interactions/{interactionId}/{token}/callback", CallbackAsync).WithMetadata(token);
        api.MapPost("/webhooks/{applicationId}/{token}", FollowUpAsync).WithMetadata(token);
        api.MapGet("/webhooks/{applicationId}/{token}/messages/{messageId}", Read).WithMetadata(token);
        api.MapPatch("/webhooks/{applicationId}/{token}/messages/{messageId}", EditAsync).WithMetadata(token);
        api.MapDelete("/webhooks/{applicationId}/{token}/messages/{messageId}", Delete).WithMetadata(token);
    }

    private async Task<ApiReply> CallbackAsync(ulong interactionId, string token, HttpRequest request, [FromQuery(Name = "with_response")] string? withResponse)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        lock (world.Gate)
        {
            if (desk.Find(interactionId) is not { } interaction || interaction.Token != token) return Refused.UnknownInteraction;
            if (interaction.AnswerType != 0) return Refused.AlreadyAcknowledged;
            if (world.Now - interaction.CreatedAt > InteractionDesk.FirstAnswer) return Refused.UnknownInteraction;
            if (body.Number("type") is not { } type || !Fits(type, interaction)) return ApiReply.Invalid("type", "BASE_TYPE_CHOICES", "The value must be a valid callback type for this interaction.");
            if (Accept(interaction, type, body) is { } refusal) return refusal;
            (interaction.AnswerType, interaction.AnsweredAt) = (type, world.Now);
            return GuildRoutes.IsTrue(withResponse) ? ApiReply.Json(json => WriteResponse(json, interaction)) : ApiReply.Empty;
        }
    }

    private static bool Fits(int type, Interaction interaction) => type switch
    {
        Pong => interaction.Type == 1,
        Answer or Deferred => interaction.Type != Interaction.Autocomplete,
        DeferredUpdate or Update => interaction.Type == Interaction.MessageComponent || (interaction.Type == Interaction.ModalSubmit && interaction.Source is not null),
        Choices => interaction.Type == Interaction.Autocomplete,
        Modal => interaction.Type is Interaction.ApplicationCommand or Interaction.MessageComponent,
        _ => false,
    };

    private ApiReply? Accept(Interaction interaction, int type, ApiBody body)
    {
        var data = body.Has("data", out var given) ? given : default;
        switch (type)
        {
            case Choices or Modal:
                interaction.AnswerData = data.Clone();
                return null;
            case DeferredUpdate:
                interaction.Original = interaction.Source;
                return null;
            case Deferred:
                var flags = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("flags", out var bits) ? bits.GetInt32() & Message.Ephemeral : 0;
                Publish(interaction, interaction.Original = Make(interaction, new MessageDraft(), flags | Message.Loading));
                return null;
            case Pong: return null;
        }
        var (draft, invalid) = MessageDraft.From(data, body.Files, world, interaction.Channel, address.Http);
        if (draft is null) return invalid;
        if (type == Update)
        {
            interaction.Original = interaction.Source!;
            Change(interaction, interaction.Original, draft);
            return null;
        }
        if (draft.IsEmpty) return Refused.EmptyMessage;
        Publish(interaction, interaction.Original = Make(interaction, draft, draft.Flags));
        return null;
    }

    private async Task<ApiReply> FollowUpAsync(ulong applicationId, string token, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        lock (world.Gate)
        {
            if (Open(applicationId, token, out var interaction) is { } refusal) return refusal;
            if (interaction.AnswerType == 0) return Refused.UnknownWebhook;
            var (draft, invalid) = MessageDraft.From(body.Root, body.Files, world, interaction.Channel, address.Http);
            if (draft is null) return invalid!;
            if (draft.IsEmpty) return Refused.EmptyMessage;
            if (interaction.IsLoading)
            {
                Change(interaction, interaction.Original!, draft);
                return Reply(interaction.Original!);
            }
            var message = Make(interaction, draft, draft.Flags);
            Publish(interaction, message);
            return Reply(message);
        }
    }

    private ApiReply Read(ulong applicationId, string token, string messageId)
    {
        lock (world.Gate)
        {
            if (Open(applicationId, token, out var interaction) is { } refusal) return refusal;
            return Find(interaction, messageId) is { } message ? Reply(message) : Refused.UnknownMessage;
        }
    }

    private async Task<ApiReply> EditAsync(ulong applicationId, string token, string messageId, HttpRequest request)
    {
        var (body, unreadable) = await ApiBody.ReadAsync(request);
        if (body is null) return unreadable!;
        lock (world.Gate)
        {
            if (Open(applicationId, token, out var interaction) is { } refusal) return refusal;
            if (Find(interaction, messageId) is not { } message) return Refused.UnknownMessage;
            var (draft, invalid) = MessageDraft.From(body.Root, body.Files, world, interaction.Channel, address.Http);
            if (draft is null) return invalid!;
            Change(interaction, message, draft);
            return Reply(message);
        }
    }

    private ApiReply Delete(ulong applicationId, string token, string messageId)
    {
        lock (world.Gate)
        {
            if (Open(applicationId, token, out var interaction) is { } refusal) return refusal;
            if (Find(interaction, messageId) is not { } message) return Refused.UnknownMessage;
            interaction.Messages.Remove(message);
            if (interaction.Original == message) interaction.Original = null;
            conversation.Delete(message.Channel, message.Id);
            return ApiReply.Empty;
        }
    }

    private ApiReply? Open(ulong applicationId, string token, out Interaction interaction)
    {
        interaction = desk.Find(token)!;
        if (applicationId != options.ClientId || interaction is null) return Refused.UnknownWebhook;
        return desk.IsExpired(interaction) ? Refused.InvalidWebhookToken : null;
    }

    private static Message? Find(Interaction interaction, string messageId) =>
        messageId == "@original" ? interaction.Original
        : ulong.TryParse(messageId, out var id) ? interaction.Messages.Find(m => m.Id == id) : null;

    private Message Make(Interaction interaction, MessageDraft draft, int flags) => new(world.Ids.Next(), interaction.Channel, world.Bot, draft.Content ?? "")
    {
        Type = interaction.Type == Interaction.ApplicationCommand ? 20 : 0,
        Flags = flags,
        Embeds = draft.Embeds,
        Components = draft.Components,
        Attachments = draft.Attachments,
        ApplicationId = options.ClientId,
        InteractionId = interaction.Id,
        InteractionUser = interaction.User,
        InteractionName = interaction.Name,
        Mentions = conversation.MentionsIn(draft.Content ?? ""),
    };

    // Ephemeral messages are kept by the interaction only and seen by nobody else.
    private void Publish(Interaction interaction, Message message)
    {
        interaction.Messages.Add(message);
        if ((message.Flags & Message.Ephemeral) == 0) conversation.Post(message);
        else publisher.Message(message, DispatchName.MessageCreate);
    }

    private void Change(Interaction interaction, Message message, MessageDraft draft)
    {
        var first = (message.Flags & Message.Loading) != 0;
        draft.ApplyTo(message, conversation);
        message.Flags &= ~Message.Loading;
        if (!first) message.EditedAt = world.Now;
        if ((message.Flags & Message.Ephemeral) == 0) conversation.Changed(message);
        else publisher.Message(message, DispatchName.MessageUpdate);
        if (!interaction.Messages.Contains(message)) interaction.Messages.Add(message);
    }

    private ApiReply Reply(Message message) => ApiReply.Json(json => json.Message(message, blank: false, address.Http));

    private void WriteResponse(Utf8JsonWriter json, Interaction interaction)
    {
        json.WriteStartObject();
        json.WriteStartObject("interaction");
        json.Id("id", interaction.Id);
        json.WriteNumber("type", interaction.Type);
        json.Id("channel_id", interaction.Channel.Id);
        if (interaction.Channel.Guild is { } guild) json.Id("guild_id", guild.Id);
        if (interaction.Original is { } original)
        {
            json.Id("response_message_id", original.Id);
            json.WriteBoolean("response_message_loading", (original.Flags & Message.Loading) != 0);
            json.WriteBoolean("response_message_ephemeral", (original.Flags & Message.Ephemeral) != 0);
        }
        json.WriteEndObject();
        if (interaction.AnswerType is not (Choices or Modal or DeferredUpdate or Pong))
        {
            json.WriteStartObject("resource");
            json.WriteNumber("type", interaction.AnswerType);
            if (interaction.Original is { } message)
            {
                json.WritePropertyName("message");
                json.Message(message, blank: false, address.Http);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
