using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>Invites as REST lists them, and as the gateway tells of them.</summary>
public static class InviteJson
{
    public static void Invite(this Utf8JsonWriter json, Guild guild, Invite invite)
    {
        json.WriteStartObject();
        json.WriteNumber("type", 0);
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
        json.Id("id", invite.Channel.Id);
        json.WriteNumber("type", invite.Channel.Type);
        json.WriteString("name", invite.Channel.Name);
        json.WriteEndObject();
        json.Metadata(invite);
        json.WriteEndObject();
    }

    /// <summary>INVITE_CREATE.</summary>
    public static void InviteCreated(this Utf8JsonWriter json, Guild guild, Invite invite)
    {
        json.WriteStartObject();
        json.Id("guild_id", guild.Id);
        json.Id("channel_id", invite.Channel.Id);
        json.Metadata(invite);
        json.WriteEndObject();
    }

    /// <summary>INVITE_DELETE.</summary>
    public static void InviteDeleted(this Utf8JsonWriter json, Guild guild, Invite invite)
    {
        json.WriteStartObject();
        json.Id("guild_id", guild.Id);
        json.Id("channel_id", invite.Channel.Id);
        json.WriteString("code", invite.Code);
        json.WriteEndObject();
    }

    private static void Metadata(this Utf8JsonWriter json, Invite invite)
    {
        json.WriteString("code", invite.Code);
        if (invite.Inviter is { } inviter)
        {
            json.WritePropertyName("inviter");
            json.User(inviter);
        }

        json.WriteNumber("uses", invite.Uses);
        json.WriteNumber("max_uses", invite.MaxUses);
        json.WriteNumber("max_age", invite.MaxAgeSeconds);
        json.WriteBoolean("temporary", false);
        json.Time("created_at", invite.CreatedAt);
        if (invite.ExpiresAt is { } expires) json.Time("expires_at", expires);
        else json.WriteNull("expires_at");
    }
}
