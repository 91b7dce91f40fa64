using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>Guilds and roles, with every field that Discord's OpenAPI document requires.</summary>
public static class GuildJson
{
    public static void Role(this Utf8JsonWriter json, Role role)
    {
        json.WriteStartObject();
        json.Id("id", role.Id);
        json.WriteString("name", role.Name);
        json.WriteString("permissions", role.Permissions.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("position", role.Position);
        json.WriteNumber("color", role.Color);
        json.WriteStartObject("colors");
        json.WriteNumber("primary_color", role.Color);
        json.WriteNull("secondary_color");
        json.WriteNull("tertiary_color");
        json.WriteEndObject();
        json.WriteBoolean("hoist", role.Hoist);
        json.WriteBoolean("managed", role.Managed);
        json.WriteBoolean("mentionable", role.Mentionable);
        json.WriteNull("icon");
        json.WriteNull("unicode_emoji");
        json.WriteNumber("flags", 0);
        if (role.BotId is { } bot)
        {
            json.WriteStartObject("tags");
            json.Id("bot_id", bot);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void GuildFields(this Utf8JsonWriter json, Guild guild)
    {
        json.Id("id", guild.Id);
        json.WriteString("name", guild.Name);
        foreach (var name in (ReadOnlySpan<string>)["icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
            "widget_channel_id", "max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id",
            "incidents_data", "premium_progress_bar_enabled_user_updated_at"])
            json.WriteNull(name);
        json.Array("features", ["COMMUNITY"], static (to, feature) => to.WriteStringValue(feature));
        json.Id("owner_id", guild.OwnerId);
        json.WriteString("region", "deprecated");
        json.Id("afk_channel_id", guild.AfkChannelId);
        json.WriteNumber("afk_timeout", 300);
        json.Id("system_channel_id", guild.SystemChannelId);
        json.WriteNumber("system_channel_flags", 0);
        json.WriteBoolean("widget_enabled", false);
        json.WriteNumber("verification_level", 1);
        json.Array("roles", guild.Roles.Values, static (to, role) => to.Role(role));
        json.WriteNumber("default_message_notifications", 1);
        json.WriteNumber("mfa_level", 0);
        json.WriteNumber("explicit_content_filter", 2);
        json.WriteNumber("max_members", 500000);
        json.WriteNumber("max_stage_video_channel_users", 50);
        json.WriteNumber("max_video_channel_users", 25);
        json.WriteNumber("premium_tier", 0);
        json.WriteNumber("premium_subscription_count", 0);
        json.WriteString("preferred_locale", guild.PreferredLocale);
        json.WriteBoolean("premium_progress_bar_enabled", false);
        json.WriteBoolean("nsfw", false);
        json.WriteNumber("nsfw_level", 0);
        json.EmptyArray("emojis");
        json.EmptyArray("stickers");
    }

    /// <summary><c>GET /guilds/{id}</c>; counts only when asked for.</summary>
    public static void Guild(this Utf8JsonWriter json, Guild guild, bool counts)
    {
        json.WriteStartObject();
        json.GuildFields(guild);
        if (counts)
        {
            json.WriteNumber("approximate_member_count", guild.Members.Count);
            json.WriteNumber("approximate_presence_count", Math.Max(1, guild.Members.Count / 5));
        }
        json.WriteEndObject();
    }

    /// <summary>
    /// GUILD_CREATE. Without the presences intent the members are only the bot and those in voice
    /// (staff statement, discord-api-docs#3968).
    /// </summary>
    public static void GuildCreate(this Utf8JsonWriter json, Guild guild, ulong botId, bool allMembers, Func<Channel, bool>? visible)
    {
        json.WriteStartObject();
        json.GuildFields(guild);
        json.Time("joined_at", guild.Members.TryGetValue(botId, out var bot) ? bot.JoinedAt : Snowflake.ToTime(guild.Id));
        json.WriteBoolean("large", guild.Members.Count > 50);
        json.WriteBoolean("unavailable", false);
        json.WriteNumber("member_count", guild.Members.Count);
        json.WriteStartArray("voice_states");
        foreach (var state in guild.VoiceStates.Values)
            json.Voice(state, state.ChannelId, guild.Members.GetValueOrDefault(state.UserId), guildId: null);
        json.WriteEndArray();
        json.WriteStartArray("members");
        foreach (var member in guild.Members.Values)
            if (allMembers || member.User.Id == botId || guild.VoiceStates.ContainsKey(member.User.Id))
                json.Member(member);
        json.WriteEndArray();
        json.WriteStartArray("channels");
        foreach (var channel in guild.Channels.Values)
        {
            if (channel.IsThread) continue;
            if (visible is null || visible(channel)) json.Channel(channel, guildId: false);
            else json.ChannelShell(channel, guildId: false);
        }
        json.WriteEndArray();
        json.WriteStartArray("threads");
        foreach (var channel in guild.Channels.Values)
            if (channel.IsThread && !channel.Archived && (visible is null || visible(channel)))
                json.Channel(channel);
        json.WriteEndArray();
        json.EmptyArray("presences");
        json.EmptyArray("stage_instances");
        json.EmptyArray("guild_scheduled_events");
        json.EmptyArray("soundboard_sounds");
        json.WriteEndObject();
    }
}
