namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Channel type numbers of the Discord API reference.</summary>
public static class ChannelType
{
    public const int Text = 0;
    public const int Direct = 1;
    public const int Voice = 2;
    public const int Category = 4;
    public const int Announcement = 5;
    public const int PublicThread = 11;
    public const int PrivateThread = 12;
    public const int Stage = 13;
    public const int Forum = 15;
}

/// <summary>A place for messages or voice, a category, a thread, or a direct message (then without guild).</summary>
public sealed class Channel(ulong id, int type, string name, Guild? guild)
{
    public ulong Id { get; } = id;
    public int Type { get; } = type;
    public string Name { get; set; } = name;
    public Guild? Guild { get; } = guild;
    public int Position { get; set; }
    public ulong? ParentId { get; set; }
    public string? Topic { get; set; }
    public bool Nsfw { get; set; }
    public int RateLimitPerUser { get; set; }
    public List<Overwrite> Overwrites { get; } = [];
    public ulong? LastMessageId { get; set; }
    public MessageLog Messages { get; } = new();

    /// <summary>The other side of a direct message.</summary>
    public User? Recipient { get; init; }

    /// <summary>Threads only.</summary>
    public ulong? OwnerId { get; init; }
    public bool Archived { get; set; }

    public bool IsThread => Type is ChannelType.PublicThread or ChannelType.PrivateThread;
    public bool IsVoice => Type is ChannelType.Voice or ChannelType.Stage;
}
