using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Entities;

/// <summary>A message as REST tells it (Discord API reference, Message).</summary>
public sealed record DiscordMessage
{
    [JsonRequired]
    public ulong Id { get; init; }

    [JsonRequired]
    public ulong ChannelId { get; init; }

    [JsonRequired]
    public required DiscordUser Author { get; init; }

    /// <summary>Empty without the message content intent.</summary>
    public string? Content { get; init; }

    public ulong? WebhookId { get; init; }

    public int Type { get; init; }

    /// <summary>Bits; 64 = seen by one person alone.</summary>
    public int Flags { get; init; }

    [JsonIgnore]
    public bool IsEphemeral => (Flags & 64) != 0;

    public DateTimeOffset? EditedTimestamp { get; init; }

    public IReadOnlyList<DiscordAttachment> Attachments { get; init => field = value ?? []; } = [];

    /// <summary>When Discord took it, from its id; UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset CreatedAt => Snowflake.TimeOf(Id);
}

/// <summary>A file of a message. Its address is signed and expires: keep the id.</summary>
public sealed record DiscordAttachment
{
    [JsonRequired]
    public ulong Id { get; init; }

    public string? Filename { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }
}
