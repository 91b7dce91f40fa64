using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>Channels, threads and their shells.</summary>
public static class ChannelJson
{
    /// <summary>CHANNEL_OBFUSCATED, sent on the gateway only.</summary>
    public const int Obfuscated = 1 << 17;

    public static void Channel(this Utf8JsonWriter json, Channel channel, bool guildId = true)
    {
        json.WriteStartObject();
        json.Id("id", channel.Id);
        json.WriteNumber("type", channel.Type);
        json.Id("last_message_id", channel.LastMessageId);
        json.WriteNumber("flags", 0);
        if (channel.Recipient is not null) json.Array("recipients", [channel.Recipient], static (to, user) => to.User(user));
        else GuildFields(json, channel, guildId);
        json.WriteEndObject();
    }

    /// <summary>What THREAD_DELETE has of a thread.</summary>
    public static void ThreadKey(this Utf8JsonWriter json, Channel thread)
    {
        json.WriteStartObject();
        json.Id("id", thread.Id);
        json.Id("guild_id", thread.Guild!.Id);
        json.Id("parent_id", thread.ParentId);
        json.WriteNumber("type", thread.Type);
        json.WriteEndObject();
    }

    private static void GuildFields(Utf8JsonWriter json, Channel channel, bool guildId)
    {
        if (guildId) json.Id("guild_id", channel.Guild!.Id);
        json.WriteString("name", channel.Name);
        json.Id("parent_id", channel.ParentId);
        json.WriteNumber("rate_limit_per_user", channel.RateLimitPerUser);
        if (channel.IsThread)
        {
            ThreadFields(json, channel);
            return;
        }
        json.WriteNumber("position", channel.Position);
        if (channel.Topic is null) json.WriteNull("topic");
        else json.WriteString("topic", channel.Topic);
        json.WriteBoolean("nsfw", channel.Nsfw);
        json.Array("permission_overwrites", channel.Overwrites, static (to, overwrite) => to.Overwrite(overwrite.Id, overwrite.IsMember, overwrite.Allow, overwrite.Deny));
        if (channel.IsVoice)
        {
            json.WriteNumber("bitrate", 64000);
            json.WriteNumber("user_limit", 0);
            json.WriteNull("rtc_region");
        }
        if (channel.Type == ChannelType.Forum)
        {
            json.EmptyArray("available_tags");
            json.WriteNull("default_reaction_emoji");
            json.WriteNull("default_sort_order");
            json.WriteNumber("default_forum_layout", 0);
        }
    }

    private static void ThreadFields(Utf8JsonWriter json, Channel channel)
    {
        json.Id("owner_id", channel.OwnerId ?? channel.Guild!.OwnerId);
        json.WriteStartObject("thread_metadata");
        json.WriteBoolean("archived", channel.Archived);
        json.Time("archive_timestamp", Snowflake.ToTime(channel.Id));
        json.WriteNumber("auto_archive_duration", 10080);
        json.WriteBoolean("locked", false);
        json.Time("create_timestamp", Snowflake.ToTime(channel.Id));
        json.WriteEndObject();
        json.WriteNumber("message_count", 0);
        json.WriteNumber("member_count", 1);
        json.WriteNumber("total_message_sent", 0);
    }

    /// <summary>What the gateway shows of a channel that the bot may not view.</summary>
    public static void ChannelShell(this Utf8JsonWriter json, Channel channel, bool guildId = true)
    {
        json.WriteStartObject();
        json.Id("id", channel.Id);
        json.WriteNumber("type", channel.Type);
        if (guildId) json.Id("guild_id", channel.Guild!.Id);
        json.WriteString("name", "___hidden___");
        json.WriteNumber("position", channel.Position);
        json.Id("parent_id", channel.ParentId);
        json.WriteNumber("flags", Obfuscated);
        json.WriteNull("topic");
        json.WriteNull("last_message_id");
        json.WriteStartArray("permission_overwrites");
        json.Overwrite(channel.Guild!.Id, isMember: false, allow: 0, deny: Permissions.ViewChannel);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Overwrite(this Utf8JsonWriter json, ulong id, bool isMember, ulong allow, ulong deny)
    {
        json.WriteStartObject();
        json.Id("id", id);
        json.WriteNumber("type", isMember ? 1 : 0);
        json.WriteString("allow", allow.ToString(CultureInfo.InvariantCulture));
        json.WriteString("deny", deny.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
