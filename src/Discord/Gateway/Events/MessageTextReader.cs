using System.Text.Json;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>Finds a message's text and the message that it answers, at the top level; whatever else is wrong with it does not matter here.</summary>
internal static class MessageTextReader
{
    private const int Reply = 0;

    /// <summary>Throws <see cref="JsonException"/> for what is no JSON object.</summary>
    public static (string? Text, ulong ReplyTo) Read(ReadOnlySpan<byte> d)
    {
        var reader = new Utf8JsonReader(d);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object", "$", null, null);
        var (text, replyTo) = ((string?)null, 0UL);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8)) text = Content(ref reader);
            else if (reader.ValueTextEquals("message_reference"u8)) replyTo = Reference(ref reader);
            else reader.Skip();
        }

        return (text, replyTo);
    }

    private static string? Content(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    // Of type 1 it is a message that was forwarded, perhaps from elsewhere.
    private static ulong Reference(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return 0;
        }

        var (messageId, type) = (0UL, Reply);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("message_id"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isId && SnowflakeConverter.TryRead(ref reader, out var id)) messageId = id;
            else if (isType && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) type = number;
            else reader.Skip();
        }

        return type == Reply ? messageId : 0;
    }
}
