using System.Diagnostics.CodeAnalysis;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>
/// All guilds, users and channels. Whoever reads or changes them holds <see cref="Gate"/>; events are
/// appended to the sessions while it is held, so that every session sees one order.
/// </summary>
public sealed class World
{
    private readonly Dictionary<ulong, Channel> direct = [];

    public World(DiscordEmulatorOptions options)
    {
        Clock = options.Clock;
        Ids = new SnowflakeSource(options.Clock);
        Bot = new User(options.ClientId, "community-intelligence") { Bot = true, GlobalName = options.ApplicationName };
        Developer = new User(Snowflake.FromMs(Snowflake.EpochMs + 86_400_000), "developer") { GlobalName = "Developer" };
        Users[Bot.Id] = Bot;
        Users[Developer.Id] = Developer;
    }

    public Lock Gate { get; } = new();
    public TimeProvider Clock { get; }
    public SnowflakeSource Ids { get; }
    public User Bot { get; }

    /// <summary>Owner of the application.</summary>
    public User Developer { get; }
    public Dictionary<ulong, Guild> Guilds { get; } = [];
    public Dictionary<ulong, User> Users { get; } = [];
    public Dictionary<ulong, Channel> Channels { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public bool HasBot(Guild guild) => guild.Members.ContainsKey(Bot.Id);

    public bool BotCanView(Channel channel) =>
        channel.Guild is not { } guild || (guild.BotPermissions(channel, Bot.Id, Now) & Permissions.ViewChannel) != 0;

    public bool TryChannel(ulong id, [NotNullWhen(true)] out Channel? channel) => Channels.TryGetValue(id, out channel);

    public void Add(Guild guild)
    {
        Guilds[guild.Id] = guild;
        foreach (var channel in guild.Channels.Values) Channels[channel.Id] = channel;
        foreach (var member in guild.Members.Values) Users.TryAdd(member.User.Id, member.User);
    }

    public void Add(Channel channel)
    {
        Channels[channel.Id] = channel;
        channel.Guild?.Channels.TryAdd(channel.Id, channel);
    }

    public void Remove(Channel channel)
    {
        Channels.Remove(channel.Id);
        channel.Guild?.Channels.Remove(channel.Id);
    }

    /// <summary>Makes the bot a member with a role of its own, since now if not said otherwise.</summary>
    public void Install(Guild guild, ulong permissions, DateTimeOffset? since = null)
    {
        var role = new Role(Ids.Next(), Bot.DisplayName)
        {
            Permissions = permissions,
            Managed = true,
            BotId = Bot.Id,
            Position = guild.Roles.Count == 0 ? 1 : guild.Roles.Values.Max(r => r.Position) + 1,
        };
        guild.Roles[role.Id] = role;
        var member = new Member(Bot, since ?? Now);
        member.Roles.Add(role.Id);
        guild.Members[Bot.Id] = member;
        guild.PermissionsVersion++;
    }

    public void Uninstall(Guild guild)
    {
        guild.Members.Remove(Bot.Id);
        foreach (var role in guild.Roles.Values.Where(r => r.BotId == Bot.Id).ToList()) guild.Roles.Remove(role.Id);
        guild.PermissionsVersion++;
    }

    /// <summary>The direct message channel with a user, the same one each time.</summary>
    public Channel Direct(User recipient)
    {
        if (direct.TryGetValue(recipient.Id, out var channel)) return channel;
        channel = new Channel(Ids.Next(), ChannelType.Direct, "", guild: null) { Recipient = recipient };
        direct[recipient.Id] = channel;
        Channels[channel.Id] = channel;
        return channel;
    }
}
