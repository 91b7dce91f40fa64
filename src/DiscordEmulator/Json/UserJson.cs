using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>Users, members and voice states.</summary>
public static class UserJson
{
    public static void User(this Utf8JsonWriter json, User user)
    {
        json.WriteStartObject();
        json.UserFields(user);
        json.WriteEndObject();
    }

    public static void UserFields(this Utf8JsonWriter json, User user)
    {
        json.Id("id", user.Id);
        json.WriteString("username", user.Username);
        json.WriteNull("avatar");
        json.WriteString("discriminator", "0");
        json.WriteNumber("public_flags", 0);
        json.WriteNumber("flags", 0);
        if (user.Bot) json.WriteBoolean("bot", true);
        json.WriteNull("banner");
        json.WriteNull("accent_color");
        if (user.GlobalName is null) json.WriteNull("global_name");
        else json.WriteString("global_name", user.GlobalName);
        json.WriteNull("avatar_decoration_data");
        json.WriteNull("collectibles");
        json.WriteNull("primary_guild");
    }

    /// <summary>The current user, as <c>GET /users/@me</c> shows it.</summary>
    public static void OwnUser(this Utf8JsonWriter json, User user, bool email)
    {
        json.WriteStartObject();
        json.UserFields(user);
        json.WriteBoolean("mfa_enabled", false);
        json.WriteString("locale", user.Locale);
        json.WriteNumber("premium_type", 0);
        if (email)
        {
            json.WriteString("email", user.Id + "@example.com");
            json.WriteBoolean("verified", true);
        }
        json.WriteEndObject();
    }

    public static void Member(this Utf8JsonWriter json, Member member, ulong? guildId = null, bool user = true)
    {
        json.WriteStartObject();
        if (user)
        {
            json.WritePropertyName("user");
            json.User(member.User);
        }
        json.MemberFields(member);
        if (guildId is { } id) json.Id("guild_id", id);
        json.WriteEndObject();
    }

    public static void MemberFields(this Utf8JsonWriter json, Member member)
    {
        if (member.Nick is null) json.WriteNull("nick");
        else json.WriteString("nick", member.Nick);
        json.WriteNull("avatar");
        json.WriteNull("banner");
        json.Ids("roles", member.Roles);
        json.Time("joined_at", member.JoinedAt);
        json.WriteNull("premium_since");
        json.WriteBoolean("deaf", member.Deaf);
        json.WriteBoolean("mute", member.Mute);
        json.WriteNumber("flags", 0);
        json.WriteBoolean("pending", false);
        json.Time("communication_disabled_until", member.TimeoutUntil);
    }

    /// <summary>A voice state; <paramref name="channelId"/> null says that the user left.</summary>
    public static void Voice(this Utf8JsonWriter json, VoiceState state, ulong? channelId, Member? member, ulong? guildId)
    {
        json.WriteStartObject();
        if (guildId is { } id) json.Id("guild_id", id);
        json.Id("channel_id", channelId);
        json.Id("user_id", state.UserId);
        if (member is not null)
        {
            json.WritePropertyName("member");
            json.Member(member);
        }
        json.WriteString("session_id", state.SessionId);
        json.WriteBoolean("deaf", member?.Deaf ?? false);
        json.WriteBoolean("mute", member?.Mute ?? false);
        json.WriteBoolean("self_deaf", state.SelfDeaf);
        json.WriteBoolean("self_mute", state.SelfMute);
        json.WriteBoolean("self_stream", false);
        json.WriteBoolean("self_video", false);
        json.WriteBoolean("suppress", false);
        json.WriteNull("request_to_speak_timestamp");
        json.WriteEndObject();
    }
}
