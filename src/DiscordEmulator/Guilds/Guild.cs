namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>A Discord server. Guarded by <see cref="World.Gate"/>.</summary>
public sealed class Guild(ulong id, string name, ulong ownerId)
{
    private int botPermissionsVersion = -1;
    private readonly Dictionary<ulong, ulong> botPermissions = [];

    public ulong Id { get; } = id;
    public string Name { get; set; } = name;
    public ulong OwnerId { get; } = ownerId;
    public string PreferredLocale { get; init; } = "en-US";
    public Dictionary<ulong, Role> Roles { get; } = [];
    public Dictionary<ulong, Channel> Channels { get; } = [];
    public SortedDictionary<ulong, Member> Members { get; } = [];
    public Dictionary<ulong, VoiceState> VoiceStates { get; } = [];
    public Dictionary<string, Invite> Invites { get; } = [];
    public ulong? AfkChannelId { get; set; }
    public ulong? SystemChannelId { get; set; }

    /// <summary>In an outage: the gateway says <c>unavailable</c>.</summary>
    public bool Unavailable { get; set; }

    /// <summary>Raised by everything that changes a permission.</summary>
    public int PermissionsVersion { get; set; }

    public Role Everyone => Roles[Id];

    /// <summary>The bot's bits in a channel, 0 when it is no member; computed once per permissions version.</summary>
    public ulong BotPermissions(Channel channel, ulong botId, DateTimeOffset now)
    {
        if (botPermissionsVersion != PermissionsVersion)
        {
            botPermissions.Clear();
            botPermissionsVersion = PermissionsVersion;
        }
        if (botPermissions.TryGetValue(channel.Id, out var bits)) return bits;
        bits = Members.TryGetValue(botId, out var bot) ? Guilds.Permissions.InChannel(this, channel, bot, now) : 0;
        botPermissions[channel.Id] = bits;
        return bits;
    }
}

public sealed class Role(ulong id, string name)
{
    public ulong Id { get; } = id;
    public string Name { get; set; } = name;
    public int Color { get; set; }
    public int Position { get; set; }
    public ulong Permissions { get; set; }
    public bool Hoist { get; set; }
    public bool Managed { get; set; }
    public bool Mentionable { get; set; }

    /// <summary>Set on the role that Discord makes for a bot.</summary>
    public ulong? BotId { get; set; }
}

public sealed class User(ulong id, string username)
{
    public ulong Id { get; } = id;
    public string Username { get; set; } = username;
    public string? GlobalName { get; set; }
    public bool Bot { get; init; }
    public string Locale { get; init; } = "en-US";

    /// <summary>Takes no direct messages from people and bots of their guilds.</summary>
    public bool TakesNoDirect { get; set; }

    public string DisplayName => GlobalName ?? Username;
}

public sealed class Member(User user, DateTimeOffset joinedAt)
{
    public User User { get; } = user;
    public string? Nick { get; set; }
    public List<ulong> Roles { get; } = [];
    public DateTimeOffset JoinedAt { get; set; } = joinedAt;
    public bool Mute { get; set; }
    public bool Deaf { get; set; }
    public DateTimeOffset? TimeoutUntil { get; set; }
}

public sealed class VoiceState(ulong userId, ulong channelId, string sessionId)
{
    public ulong UserId { get; } = userId;
    public ulong ChannelId { get; set; } = channelId;
    public string SessionId { get; } = sessionId;
    public bool SelfMute { get; set; }
    public bool SelfDeaf { get; set; }
}

/// <summary>Allow and deny bits of a role (or of one member) in a channel.</summary>
public sealed record Overwrite(ulong Id, bool IsMember, ulong Allow, ulong Deny);
