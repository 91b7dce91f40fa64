using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>
/// The message part of a request, checked against Discord's limits (Discord API reference, Create Message: content
/// 2000 characters, 10 embeds with 6000 characters in all, 5 rows of components, 10 files).
/// </summary>
public sealed class MessageDraft
{
    private const int MaxContent = 2000;
    private const int MaxEmbeds = 10;
    private const int MaxEmbedText = 6000;
    private const int AllowedFlags = 4 | Message.Ephemeral | 4096 | 8192 | 32768;

    public string? Content { get; private init; }
    public string? Embeds { get; private init; }
    public string? Components { get; private init; }
    public int Flags { get; private init; }
    public string? Nonce { get; private init; }
    public bool EnforceNonce { get; private init; }
    public ulong? ReplyTo { get; private init; }
    public IReadOnlyList<Attachment> Attachments { get; private init; } = [];

    /// <summary>Ids of existing attachments to keep; null when the request says nothing about attachments.</summary>
    public IReadOnlySet<ulong>? KeptAttachments { get; private init; }

    public bool IsEmpty => string.IsNullOrEmpty(Content) && Embeds is null or "[]" && Components is null or "[]" && Attachments.Count == 0;

    public static (MessageDraft? Draft, ApiReply? Refusal) From(JsonElement data, IReadOnlyList<UploadedFile> files, World world, Channel channel, string address)
    {
        if (data.ValueKind != JsonValueKind.Object) return (new MessageDraft(), null);
        if (Check(data) is { } refusal) return (null, refusal);
        var (attachments, kept) = Attach(data, files, world);
        string? Resolve(string? raw) => attachments.Aggregate(raw, (text, a) =>
            text?.Replace($"\"attachment://{a.FileName}\"", $"\"{address}/attachments/{channel.Id}/{a.Id}/{Uri.EscapeDataString(a.FileName)}\"", StringComparison.Ordinal));
        return (new MessageDraft
        {
            Content = data.TryGetProperty("content", out var content) ? content.GetString() ?? "" : null,
            Embeds = Resolve(Embed(data)),
            Components = Resolve(Component(data)),
            Flags = data.TryGetProperty("flags", out var flags) && flags.TryGetInt32(out var bits) ? bits & AllowedFlags : 0,
            Nonce = data.TryGetProperty("nonce", out var nonce) && nonce.ValueKind is JsonValueKind.String or JsonValueKind.Number ? nonce.GetRawText() : null,
            EnforceNonce = data.TryGetProperty("enforce_nonce", out var enforce) && enforce.ValueKind == JsonValueKind.True,
            ReplyTo = data.TryGetProperty("message_reference", out var reference) && reference.ValueKind == JsonValueKind.Object
                && reference.TryGetProperty("message_id", out var id) && ulong.TryParse(id.GetString(), out var replied) ? replied : null,
            Attachments = attachments,
            KeptAttachments = kept,
        }, null);
    }

    private static ApiReply? Check(JsonElement data)
    {
        if (data.TryGetProperty("content", out var content))
        {
            if (content.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) return ApiReply.Invalid("content", "BASE_TYPE_CONTENT", "Could not interpret as a string.");
            if (content.GetString()?.Length > MaxContent) return ApiReply.Invalid("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
        }
        if (data.TryGetProperty("nonce", out var nonce) && nonce.ValueKind == JsonValueKind.String && nonce.GetString()!.Length > 25)
            return ApiReply.Invalid("nonce", "NONCE_TYPE_TOO_LONG", "Must be between 1 and 25 in length.");
        if (data.TryGetProperty("components", out var rows) && rows.ValueKind == JsonValueKind.Array && rows.GetArrayLength() > 40)
            return ApiReply.Invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        if (rows.ValueKind == JsonValueKind.Array && ButtonRules.Check(rows, "components") is { } wrong) return wrong;
        if (!data.TryGetProperty("embeds", out var embeds) || embeds.ValueKind != JsonValueKind.Array) return null;
        if (embeds.GetArrayLength() > MaxEmbeds) return ApiReply.Invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        return CheckEmbeds(embeds);
    }

    private static ApiReply? CheckEmbeds(JsonElement embeds)
    {
        var total = 0;
        foreach (var (number, embed) in embeds.EnumerateArray().Index())
        {
            foreach (var (name, most) in (ReadOnlySpan<(string, int)>)[("title", 256), ("description", 4096)])
            {
                if (!embed.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String) continue;
                var length = text.GetString()!.Length;
                if (length > most) return ApiReply.Invalid($"embeds.{number}.{name}", "BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
                total += length;
            }
            if (!embed.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array) continue;
            if (fields.GetArrayLength() > 25) return ApiReply.Invalid($"embeds.{number}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
            foreach (var (index, field) in fields.EnumerateArray().Index())
                foreach (var (name, most) in (ReadOnlySpan<(string, int)>)[("name", 256), ("value", 1024)])
                {
                    var length = field.TryGetProperty(name, out var text) ? text.GetString()?.Length ?? 0 : 0;
                    if (length == 0) return ApiReply.Invalid($"embeds.{number}.fields.{index}.{name}", "BASE_TYPE_REQUIRED", "This field is required");
                    if (length > most) return ApiReply.Invalid($"embeds.{number}.fields.{index}.{name}", "BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
                    total += length;
                }
        }
        return total > MaxEmbedText ? ApiReply.Invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000") : null;
    }

    private static (List<Attachment>, HashSet<ulong>?) Attach(JsonElement data, IReadOnlyList<UploadedFile> files, World world)
    {
        var listed = data.TryGetProperty("attachments", out var given) && given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().ToList() : null;
        string? Of(int number, string name) => listed?.Where(a => a.GetProperty("id").ToString() == number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Select(a => a.TryGetProperty(name, out var value) ? value.GetString() : null).FirstOrDefault();
        var attachments = files.Select(f => new Attachment(world.Ids.Next(), Of(f.Number, "filename") ?? f.FileName, f.ContentType, Of(f.Number, "description"), f.Bytes)).ToList();
        var kept = listed?.Select(a => ulong.TryParse(a.GetProperty("id").ToString(), out var id) ? id : 0).ToHashSet();
        return (attachments, kept);
    }

    // Answers carry a type on every embed and inline on every field.
    private static string? Embed(JsonElement data)
    {
        if (!data.TryGetProperty("embeds", out var embeds) || embeds.ValueKind != JsonValueKind.Array) return null;
        return Text(JsonText.Encode(embeds, static (json, all) =>
        {
            json.WriteStartArray();
            foreach (var embed in all.EnumerateArray())
            {
                json.WriteStartObject();
                json.WriteString("type", "rich");
                foreach (var property in embed.EnumerateObject())
                    if (property.NameEquals("fields")) json.Array("fields", property.Value.EnumerateArray(), Field);
                    else if (!property.NameEquals("type")) property.WriteTo(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
    }

    private static void Field(Utf8JsonWriter json, JsonElement field)
    {
        json.WriteStartObject();
        foreach (var property in field.EnumerateObject()) property.WriteTo(json);
        if (!field.TryGetProperty("inline", out _)) json.WriteBoolean("inline", false);
        json.WriteEndObject();
    }

    // Answers carry an id on every component, counted in reading order, and how many a select takes.
    private static string? Component(JsonElement data)
    {
        if (!data.TryGetProperty("components", out var components) || components.ValueKind != JsonValueKind.Array) return null;
        var next = 0;
        void Write(Utf8JsonWriter json, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(json, item);
                json.WriteEndArray();
                return;
            }
            json.WriteStartObject();
            if (!value.TryGetProperty("id", out _)) json.WriteNumber("id", ++next);
            if (IsSelect(value))
                foreach (var bound in (ReadOnlySpan<string>)["min_values", "max_values"])
                    if (!value.TryGetProperty(bound, out _))
                        json.WriteNumber(bound, 1);
            foreach (var property in value.EnumerateObject())
            {
                if (property.Name is not ("components" or "component" or "accessory"))
                {
                    property.WriteTo(json);
                    continue;
                }
                json.WritePropertyName(property.Name);
                Write(json, property.Value);
            }
            json.WriteEndObject();
        }
        return Text(JsonText.Encode(json => Write(json, components)));
    }

    // String, user, role, mentionable and channel select (Discord API reference, Component Types).
    private static bool IsSelect(JsonElement component) =>
        component.TryGetProperty("type", out var type) && type.TryGetInt32(out var number) && number is 3 or (>= 5 and <= 8);

    private static string Text(byte[] json) => System.Text.Encoding.UTF8.GetString(json);

    /// <summary>Changes a message the way PATCH does: absent fields stay.</summary>
    public void ApplyTo(Message message, Conversation conversation)
    {
        if (Content is not null)
        {
            message.Content = Content;
            message.Mentions = conversation.MentionsIn(Content);
        }
        message.Embeds = Embeds ?? message.Embeds;
        message.Components = Components ?? message.Components;
        if (KeptAttachments is not null || Attachments.Count > 0)
            message.Attachments = [.. message.Attachments.Where(a => KeptAttachments?.Contains(a.Id) != false), .. Attachments];
    }
}
