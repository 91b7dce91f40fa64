using System.Buffers;
using System.Text;
using System.Text.Json;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>Reads MESSAGE_CREATE in one pass, with no allocation for authors seen before. Used by one thread.</summary>
internal sealed class MessageCreatedReader
{
    private const string Event = "MESSAGE_CREATE";
    private const int RememberedAuthors = 4096;

    private readonly AuthorCache _authors = new(RememberedAuthors);

    /// <exception cref="DiscordDecodeException">An id is missing or not valid, a name is not text.</exception>
    public MessageCreatedEventArgs Read(ReadOnlySpan<byte> d)
    {
        ulong? messageId = null, channelId = null, guildId = null, webhookId = null;
        var author = default(Author);
        ReadOnlySpan<byte> nick = default, roles = default;
        var (fingerprint, isCommand) = (0L, false);
        int type = 0, contentLength = 0, attachments = 0;
        var reader = new Utf8JsonReader(d);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new DiscordDecodeException(Event, "$");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.ValueSpan;
            reader.Read();
            if (key.SequenceEqual("id"u8))
                messageId = Id(ref reader, "$.id");
            else if (key.SequenceEqual("channel_id"u8))
                channelId = Id(ref reader, "$.channel_id");
            else if (key.SequenceEqual("guild_id"u8))
                guildId = Id(ref reader, "$.guild_id");
            else if (key.SequenceEqual("webhook_id"u8))
                webhookId = Id(ref reader, "$.webhook_id");
            else if (key.SequenceEqual("type"u8))
                type = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : -1;
            else if (key.SequenceEqual("content"u8))
            {
                (fingerprint, isCommand) = LookOf(ref reader);
                contentLength = LengthOf(ref reader);
            }
            else if (key.SequenceEqual("attachments"u8))
                attachments = CountOf(ref reader);
            else if (key.SequenceEqual("author"u8))
                author = ReadAuthor(ref reader, d);
            else if (key.SequenceEqual("member"u8))
                ReadMember(ref reader, d, ref nick, ref roles);
            else
                reader.Skip();
        }
        var authorId = author.Id ?? throw new DiscordDecodeException(Event, "$.author.id");
        var name = !nick.IsEmpty ? nick : !author.GlobalName.IsEmpty ? author.GlobalName : author.Username;
        return new MessageCreatedEventArgs
        {
            MessageId = messageId ?? throw new DiscordDecodeException(Event, "$.id"),
            ChannelId = channelId ?? throw new DiscordDecodeException(Event, "$.channel_id"),
            GuildId = guildId,
            WebhookId = webhookId,
            AuthorId = authorId,
            AuthorName = name.IsEmpty
                ? Snowflake.ToWire(authorId)
                : _authors.Name(guildId ?? 0, authorId, name) ?? throw new DiscordDecodeException(Event, "the author's name"),
            AuthorAvatar = author.Avatar.IsEmpty ? null : _authors.Avatar(guildId ?? 0, authorId, author.Avatar),
            IsBot = author.IsBot,
            Type = type,
            ContentLength = contentLength,
            ContentFingerprint = fingerprint,
            IsCommand = isCommand,
            AuthorRoleIds = roles.IsEmpty ? null : _authors.Roles(guildId ?? 0, authorId, roles),
            AttachmentCount = attachments,
        };
    }

    private static Author ReadAuthor(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> d)
    {
        var author = default(Author);
        if (reader.TokenType != JsonTokenType.StartObject)
            return author;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.ValueSpan;
            reader.Read();
            if (key.SequenceEqual("id"u8))
                author.Id = Id(ref reader, "$.author.id");
            else if (key.SequenceEqual("username"u8))
                author.Username = RawString(ref reader, d);
            else if (key.SequenceEqual("global_name"u8))
                author.GlobalName = RawString(ref reader, d);
            else if (key.SequenceEqual("avatar"u8))
                author.Avatar = RawString(ref reader, d);
            else if (key.SequenceEqual("bot"u8))
                author.IsBot = reader.TokenType == JsonTokenType.True;
            else
                reader.Skip();
        }
        return author;
    }

    private static void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> d, ref ReadOnlySpan<byte> nick, ref ReadOnlySpan<byte> roles)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.ValueSpan;
            reader.Read();
            if (key.SequenceEqual("nick"u8))
                nick = RawString(ref reader, d);
            else if (key.SequenceEqual("roles"u8))
                roles = RawArray(ref reader, d);
            else
                reader.Skip();
        }
    }

    /// <summary>The string's bytes with its quotation marks; empty for null, the empty string and anything else.</summary>
    private static ReadOnlySpan<byte> RawString(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> d)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
            return d[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        reader.Skip();
        return default;
    }

    private static ReadOnlySpan<byte> RawArray(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> d)
    {
        var start = (int)reader.TokenStartIndex;
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        reader.Skip();
        return isArray ? d[start..(int)reader.BytesConsumed] : default;
    }

    // Of the text as it was sent: nothing is unescaped for it.
    private static (long Fingerprint, bool IsCommand) LookOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty) return default;
        var hash = 14695981039346656037UL;
        foreach (var b in reader.ValueSpan) hash = (hash ^ b) * 1099511628211UL;
        return ((long)hash, reader.ValueSpan.Length > 1 && "!/?.-$&>"u8.Contains(reader.ValueSpan[0]) && char.IsAsciiLetter((char)reader.ValueSpan[1]));
    }

    private static ulong? Id(scoped ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.Null ? null
        : SnowflakeConverter.TryRead(ref reader, out var id) ? id
        : throw new DiscordDecodeException(Event, field);

    private static int CountOf(scoped ref Utf8JsonReader reader)
    {
        var count = 0;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
                reader.Skip();
        }
        else
        {
            reader.Skip();
        }
        return count;
    }

    private static int LengthOf(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return 0;
        }
        if (!reader.ValueIsEscaped)
            return Encoding.UTF8.GetCharCount(reader.ValueSpan);
        var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            // Text that cannot be written down is not counted; the message is.
            return 0;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private ref struct Author
    {
        public ulong? Id;
        public ReadOnlySpan<byte> Username;
        public ReadOnlySpan<byte> GlobalName;
        public ReadOnlySpan<byte> Avatar;
        public bool IsBot;
    }
}
