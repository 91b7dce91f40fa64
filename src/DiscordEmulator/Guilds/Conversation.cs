using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Posting, editing and deleting messages, with the events that follow. The caller holds <see cref="World.Gate"/>.</summary>
public sealed partial class Conversation(World world, Publisher publisher)
{
    /// <summary>Stores a message and tells everybody; <paramref name="timestamp"/> (unix ms) when it is back-dated.</summary>
    public void Post(Message message, long timestamp = 0, bool keep = true)
    {
        if (keep) message.Channel.Messages.Add(message);
        if (message.Channel.LastMessageId is not { } last || last < message.Id) message.Channel.LastMessageId = message.Id;
        publisher.Message(message, DispatchName.MessageCreate, timestamp);
    }

    public Message Post(Channel channel, User author, string content, long? unixMs = null, ulong? replyTo = null)
    {
        var now = world.Now.ToUnixTimeMilliseconds();
        var at = unixMs ?? now;
        var message = new Message(world.Ids.Next(at), channel, author, content)
        {
            Type = replyTo is null ? 0 : 19,
            ReferenceId = replyTo,
            Referenced = replyTo is { } id ? channel.Messages.Find(id) : null,
            Mentions = MentionsIn(content),
            MentionEveryone = content.Contains("@everyone", StringComparison.Ordinal),
        };
        Post(message, unixMs is { } given && given < now ? given : 0);
        return message;
    }

    public void Edit(Message message, string content)
    {
        message.Content = content;
        message.Mentions = MentionsIn(content);
        message.EditedAt = world.Now;
        Changed(message);
    }

    public void Changed(Message message)
    {
        message.Channel.Messages.Replace(message);
        publisher.Message(message, DispatchName.MessageUpdate);
    }

    public bool Delete(Channel channel, ulong id)
    {
        if (!channel.Messages.Remove(id)) return false;
        publisher.ToChannel(channel, DispatchName.MessageDelete, (channel, id), static (json, x) =>
        {
            json.WriteStartObject();
            json.Id("id", x.id);
            json.Id("channel_id", x.channel.Id);
            if (x.channel.Guild is { } guild) json.Id("guild_id", guild.Id);
            json.WriteEndObject();
        });
        return true;
    }

    /// <summary>Several at once, as a moderator does; ids that are not there are told all the same. One event whatever their number.</summary>
    public void DeleteMany(Channel channel, IReadOnlyList<ulong> ids)
    {
        foreach (var id in ids) channel.Messages.Remove(id);
        publisher.ToChannel(channel, DispatchName.MessageDeleteBulk, (channel, ids), static (json, x) =>
        {
            json.WriteStartObject();
            json.Array("ids", x.ids, static (to, id) => to.WriteStringValue(id.ToString(CultureInfo.InvariantCulture)));
            json.Id("channel_id", x.channel.Id);
            if (x.channel.Guild is { } guild) json.Id("guild_id", guild.Id);
            json.WriteEndObject();
        });
    }

    public void Typing(Channel channel, User user) =>
        publisher.ToChannel(channel, DispatchName.TypingStart, (channel, user, world.Now), static (json, x) =>
        {
            json.WriteStartObject();
            json.Id("channel_id", x.channel.Id);
            if (x.channel.Guild is { } guild) json.Id("guild_id", guild.Id);
            json.Id("user_id", x.user.Id);
            json.WriteNumber("timestamp", x.Now.ToUnixTimeSeconds());
            json.WriteEndObject();
        });

    /// <summary>Users that a text mentions as <c>&lt;@id&gt;</c>.</summary>
    public IReadOnlyList<User> MentionsIn(string content)
    {
        if (!content.Contains("<@", StringComparison.Ordinal)) return [];
        var found = new List<User>();
        foreach (Match match in Mention().Matches(content))
            if (ulong.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var id) && world.Users.TryGetValue(id, out var user) && !found.Contains(user))
                found.Add(user);
        return found;
    }

    [GeneratedRegex(@"<@!?(\d{1,20})>")]
    private static partial Regex Mention();
}
