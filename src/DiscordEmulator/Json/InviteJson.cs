using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>The one standing invite of a guild, to its system channel.</summary>
public static class InviteJson
{
    public static void Invite(this Utf8JsonWriter json, Guild guild)
    {
        var channel = guild.Channels[guild.SystemChannelId!.Value];
        json.WriteStartObject();
        json.WriteNumber("type", 0);
        json.WriteString("code", "join" + (guild.Id % 100_000).ToString(CultureInfo.InvariantCulture));
        json.WriteNull("expires_at");
        json.WriteStartObject("guild");
        json.Id("id", guild.Id);
        json.WriteString("name", guild.Name);
        foreach (var name in (ReadOnlySpan<string>)["splash", "banner", "description", "icon", "vanity_url_code"]) json.WriteNull(name);
        json.EmptyArray("features");
        json.WriteNumber("verification_level", 1);
        json.WriteNumber("nsfw_level", 0);
        json.WriteBoolean("nsfw", false);
        json.WriteNumber("premium_subscription_count", 0);
        json.WriteNumber("premium_tier", 0);
        json.WriteEndObject();
        json.Id("guild_id", guild.Id);
        json.WriteStartObject("channel");
        json.Id("id", channel.Id);
        json.WriteNumber("type", channel.Type);
        json.WriteString("name", channel.Name);
        json.WriteEndObject();
        json.WriteNumber("uses", guild.Members.Count / 3);
        json.WriteNumber("max_uses", 0);
        json.WriteNumber("max_age", 0);
        json.WriteBoolean("temporary", false);
        json.Time("created_at", Snowflake.ToTime(guild.Id));
        json.WriteEndObject();
    }
}
