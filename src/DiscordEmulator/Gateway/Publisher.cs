using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.Ledgers;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// Sends events to the sessions that may have them: right shard, right intents, the bot in the guild and able to
/// view the channel. An event is encoded once, a message twice when somebody may not see its content.
/// The caller holds <see cref="World.Gate"/>.
/// </summary>
public sealed class Publisher(World world, SessionRegistry sessions, GatewayEntry entry, GatewayAddress address, DiscordEmulatorOptions options, Ledger ledger)
{
    public void ToGuild<T>(Guild guild, DispatchName name, T value, Action<Utf8JsonWriter, T> write, long timestamp = 0)
    {
        if (guild.Unavailable || !world.HasBot(guild)) return;
        var dispatch = ledger.IsOn ? entry.New(name, JsonText.Encode(value, write), timestamp) : null;
        foreach (var session in sessions.All)
            if (session.Covers(guild.Id) && session.Wants(name))
                ledger.Sent(session, session.Append(dispatch ??= entry.New(name, JsonText.Encode(value, write), timestamp)));
        if (dispatch is not null) ledger.Published(guild.Id, dispatch);
    }

    public void ToChannel<T>(Channel channel, DispatchName name, T value, Action<Utf8JsonWriter, T> write, long timestamp = 0)
    {
        if (channel.Guild is { } guild)
        {
            if (world.BotCanView(channel)) ToGuild(guild, name, value, write, timestamp);
            return;
        }
        Dispatch? dispatch = null;
        foreach (var session in sessions.All)
            if (session.ShardId == 0 && (name.Intent == Intent.None || (session.Intents & Intent.DirectMessages) != 0))
                session.Append(dispatch ??= entry.New(name, JsonText.Encode(value, write), timestamp));
    }

    public void Message(Message message, DispatchName name, long timestamp = 0)
    {
        var guild = message.Channel.Guild;
        if (guild is not null && (guild.Unavailable || !world.BotCanView(message.Channel))) return;
        // Ephemeral messages travel as direct messages (Discord API reference, Gateway Intents).
        var intent = guild is null || (message.Flags & Guilds.Message.Ephemeral) != 0 ? Intent.DirectMessages : Intent.GuildMessages;
        var open = IsOpen(message);
        // Both forms of it happen at one time.
        timestamp = entry.Stamp(timestamp);
        Dispatch? full = null, blank = ledger.IsOn ? Encode(message, name, blank: true, timestamp) : null;
        foreach (var session in sessions.All)
        {
            if ((session.Intents & ~session.DeafTo & intent) == 0) continue;
            if (guild is null ? session.ShardId != 0 : !session.Covers(guild.Id)) continue;
            if (open || (session.Intents & Intent.MessageContent) != 0)
                Send(session, full ??= Encode(message, name, blank: false, timestamp));
            else
                Send(session, blank ??= Encode(message, name, blank: true, timestamp));
        }
        if (guild is not null && blank is not null) ledger.Published(guild.Id, blank);

        void Send(GatewaySession session, Dispatch dispatch)
        {
            var sequence = session.Append(dispatch);
            if (guild is not null) ledger.Sent(session, sequence);
        }
    }

    /// <summary>Content that is shown without the intent: own messages, direct messages, mentions of the bot.</summary>
    public bool IsOpen(Message message) =>
        message.Author.Id == world.Bot.Id || message.Channel.Guild is null || message.Mentions.Any(u => u.Id == world.Bot.Id);

    public void Member(Guild guild, Member member, DispatchName name, long timestamp = 0) =>
        ToGuild(guild, name, (guild, member), static (json, x) => json.Member(x.member, x.guild.Id), timestamp);

    /// <summary>CHANNEL_UPDATE, as a shell when the bot may not view the channel.</summary>
    public void ChannelUpdate(Channel channel)
    {
        if (channel.Guild is not { } guild) return;
        if (world.BotCanView(channel)) ToGuild(guild, DispatchName.ChannelUpdate, channel, static (json, c) => json.Channel(c));
        else if (options.ObfuscateChannels) ToGuild(guild, DispatchName.ChannelUpdate, channel, static (json, c) => json.ChannelShell(c));
    }

    public void GuildCreate(Guild guild)
    {
        foreach (var session in sessions.All)
            if (session.Covers(guild.Id) && session.Wants(DispatchName.GuildCreate) && world.HasBot(guild))
            {
                var create = entry.GuildCreate(guild, session.Intents);
                ledger.Sent(session, session.Append(create));
                ledger.Published(guild.Id, create);
            }
    }

    /// <summary>GUILD_DELETE: an outage, or the bot's removal.</summary>
    public void GuildDelete(Guild guild, bool outage) => Raw(guild.Id, DispatchName.GuildDelete, JsonText.Encode((guild.Id, outage), static (json, x) =>
    {
        if (x.outage)
        {
            GatewayEntry.Unavailable(json, x.Id);
            return;
        }
        json.WriteStartObject();
        json.Id("id", x.Id);
        json.WriteEndObject();
    }));

    /// <summary>Any event with any data, to the sessions of a guild, or to all without one.</summary>
    public void Raw(ulong? guildId, DispatchName name, byte[] data)
    {
        var dispatch = entry.New(name, data);
        foreach (var session in sessions.All)
        {
            if (!session.Wants(name) || (guildId is { } id && !session.Covers(id))) continue;
            var sequence = session.Append(dispatch);
            if (guildId is not null) ledger.Sent(session, sequence);
        }
        if (guildId is { } guild) ledger.Published(guild, dispatch);
    }

    /// <summary>What Discord sends to shard 0 alone, whomever it is about (Discord API reference, Sharding).</summary>
    public void ToFirstShard(DispatchName name, byte[] data)
    {
        var dispatch = entry.New(name, data);
        foreach (var session in sessions.All)
            if (session.ShardId == 0) session.Append(dispatch);
    }

    private Dispatch Encode(Message message, DispatchName name, bool blank, long timestamp) => entry.New(
        name, JsonText.Encode((message, address.Http, blank), static (json, x) => json.MessageEvent(x.message, x.blank, x.Http)), timestamp);
}
