using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>Messages, full or without what MESSAGE_CONTENT unlocks.</summary>
public static class MessageJson
{
    /// <summary>REST shape: no <c>guild_id</c>, no <c>member</c>.</summary>
    public static void Message(this Utf8JsonWriter json, Message message, bool blank, string files)
    {
        json.WriteStartObject();
        json.MessageFields(message, blank, files, nested: false);
        json.WriteEndObject();
    }

    /// <summary>Gateway shape.</summary>
    public static void MessageEvent(this Utf8JsonWriter json, Message message, bool blank, string files)
    {
        json.WriteStartObject();
        json.MessageFields(message, blank, files, nested: false);
        json.WriteNumber("channel_type", message.Channel.Type);
        if (message.Channel.Guild is { } guild && (message.Flags & Guilds.Message.Ephemeral) == 0)
        {
            json.Id("guild_id", guild.Id);
            if (guild.Members.TryGetValue(message.Author.Id, out var member))
            {
                json.WritePropertyName("member");
                json.Member(member, user: false);
            }
        }
        json.WriteEndObject();
    }

    private static void MessageFields(this Utf8JsonWriter json, Message message, bool blank, string files, bool nested)
    {
        json.WriteNumber("type", message.Type);
        json.WriteString("content", blank ? "" : message.Content);
        json.Array("mentions", message.Mentions, static (to, user) => to.User(user));
        json.EmptyArray("mention_roles");
        json.WriteStartArray("attachments");
        if (!blank)
            foreach (var attachment in message.Attachments)
                Attachment(json, message, attachment, files);
        json.WriteEndArray();
        json.Raw("embeds", blank ? null : message.Embeds, "[]");
        json.Time("timestamp", Snowflake.ToTime(message.Id));
        json.Time("edited_timestamp", message.EditedAt);
        json.WriteNumber("flags", message.Flags);
        json.Raw("components", blank ? null : message.Components, "[]");
        json.Id("id", message.Id);
        json.Id("channel_id", message.Channel.Id);
        json.WritePropertyName("author");
        json.User(message.Author);
        json.WriteBoolean("pinned", false);
        json.WriteBoolean("mention_everyone", message.MentionEveryone);
        json.WriteBoolean("tts", false);
        if (message.Nonce is not null) json.Raw("nonce", message.Nonce, "null");
        if (message.ApplicationId is { } application)
        {
            json.Id("application_id", application);
            if (message.InteractionId is not null) json.Id("webhook_id", application);
        }
        if (message.InteractionId is { } interaction) InteractionMetadata(json, message, interaction);
        if (message.ReferenceId is { } reference)
        {
            json.WriteStartObject("message_reference");
            json.WriteNumber("type", 0);
            json.Id("message_id", reference);
            json.Id("channel_id", message.Channel.Id);
            if (message.Channel.Guild is { } guild) json.Id("guild_id", guild.Id);
            json.WriteEndObject();
            if (!nested) Referenced(json, message, blank, files);
        }
    }

    private static void Referenced(Utf8JsonWriter json, Message message, bool blank, string files)
    {
        if (message.Referenced is not { } original)
        {
            json.WriteNull("referenced_message");
            return;
        }
        json.WriteStartObject("referenced_message");
        json.MessageFields(original, blank, files, nested: true);
        json.WriteEndObject();
    }

    private static void InteractionMetadata(Utf8JsonWriter json, Message message, ulong interaction)
    {
        json.WriteStartObject("interaction_metadata");
        json.Id("id", interaction);
        json.WriteNumber("type", 2);
        if (message.InteractionUser is not null)
        {
            json.WritePropertyName("user");
            json.User(message.InteractionUser);
        }
        json.WriteStartObject("authorizing_integration_owners");
        json.Id("0", message.Channel.Guild?.Id ?? 0);
        json.WriteEndObject();
        if (message.InteractionName is not null) json.WriteString("name", message.InteractionName);
        json.WriteNumber("command_type", 1);
        json.WriteEndObject();
    }

    private static void Attachment(Utf8JsonWriter json, Message message, Attachment attachment, string files)
    {
        var url = $"{files}/attachments/{message.Channel.Id}/{attachment.Id}/{Uri.EscapeDataString(attachment.FileName)}";
        json.WriteStartObject();
        json.Id("id", attachment.Id);
        json.WriteString("filename", attachment.FileName);
        json.WriteNumber("size", attachment.Bytes.Length);
        json.WriteString("url", url);
        json.WriteString("proxy_url", url);
        if (attachment.ContentType is not null) json.WriteString("content_type", attachment.ContentType);
        if (attachment.Description is not null) json.WriteString("description", attachment.Description);
        json.WriteEndObject();
    }
}
