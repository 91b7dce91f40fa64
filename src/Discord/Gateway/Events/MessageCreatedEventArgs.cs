namespace CommunityIntel.Discord.Gateway.Events;

/// <summary>MESSAGE_CREATE without its text: what an activity count needs. A value, because most events are messages.</summary>
public readonly record struct MessageCreatedEventArgs
{
    public required ulong MessageId { get; init; }

    public required ulong ChannelId { get; init; }

    /// <summary>Null in DMs and for ephemeral messages.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>The webhook's id when <see cref="WebhookId"/> is set.</summary>
    public required ulong AuthorId { get; init; }

    /// <summary>Nickname, else display name, else user name; at most 100 UTF-16 units.</summary>
    public required string AuthorName { get; init; }

    /// <summary>The hash of the user's (not the member's) avatar.</summary>
    public string? AuthorAvatar { get; init; }

    public bool IsBot { get; init; }

    public ulong? WebhookId { get; init; }

    /// <summary>Discord API reference, Message Types: 0 default, 19 reply …</summary>
    public int Type { get; init; }

    /// <summary>The text's length in UTF-16 units; 0 without the message content intent.</summary>
    public int ContentLength { get; init; }

    /// <summary>Equal for equal texts, the same in every process (FNV-1a of the text as sent); 0 without text.</summary>
    public long ContentFingerprint { get; init; }

    /// <summary>The text begins as one spoken to a bot does: <c>!rank</c>, <c>/rank</c>, <c>?help</c>.</summary>
    public bool IsCommand { get; init; }

    /// <summary>The author's, ascending; null when not told, as for webhooks.</summary>
    public IReadOnlyList<long>? AuthorRoleIds { get; init; }

    public int AttachmentCount { get; init; }

    /// <summary>Written by a person: no bot, no webhook, a plain message or a reply.</summary>
    public bool IsFromPerson => !IsBot && WebhookId is null && (Type is 0 or 19);

    /// <summary>When Discord took it, from its id; UTC.</summary>
    public DateTimeOffset CreatedAt => Snowflake.TimeOf(MessageId);
}
