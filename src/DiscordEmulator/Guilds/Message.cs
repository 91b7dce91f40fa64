namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>A file of a message; its bytes are served back under <c>/attachments</c>.</summary>
public sealed record Attachment(ulong Id, string FileName, string? ContentType, string? Description, byte[] Bytes);

/// <summary>A message with everything that JSON shows of it. Times follow from the id.</summary>
public sealed class Message(ulong id, Channel channel, User author, string content)
{
    public ulong Id { get; } = id;
    public Channel Channel { get; } = channel;
    public User Author { get; } = author;
    public string Content { get; set; } = content;
    public DateTimeOffset? EditedAt { get; set; }
    public int Type { get; init; }
    public int Flags { get; set; }
    public bool MentionEveryone { get; set; }
    public IReadOnlyList<User> Mentions { get; set; } = [];

    /// <summary>Raw JSON of the nonce as the client sent it.</summary>
    public string? Nonce { get; init; }

    /// <summary>Raw JSON arrays as the client sent them.</summary>
    public string? Embeds { get; set; }
    public string? Components { get; set; }
    public IReadOnlyList<Attachment> Attachments { get; set; } = [];

    public ulong? ReferenceId { get; init; }
    public Message? Referenced { get; init; }

    /// <summary>Set when an application sent it, with what the interaction was.</summary>
    public ulong? ApplicationId { get; init; }
    public ulong? InteractionId { get; init; }
    public User? InteractionUser { get; init; }
    public string? InteractionName { get; init; }

    public const int Ephemeral = 64;
    public const int Loading = 128;
}
