using System.Text.Json;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>The one application of this server.</summary>
public static class ApplicationJson
{
    // Even bit of each pair = approved (Discord API reference, Application Flags).
    private const int Presence = 1 << 12;
    private const int Members = 1 << 14;
    private const int Content = 1 << 18;

    public static void Application(this Utf8JsonWriter json, World world, DiscordEmulatorOptions options, bool own)
    {
        var flags = (options.AllowPresencesIntent ? Presence : 0) | (options.AllowMembersIntent ? Members : 0) | (options.AllowContentIntent ? Content : 0);
        json.WriteStartObject();
        json.Id("id", options.ClientId);
        json.WriteString("name", options.ApplicationName);
        json.WriteNull("icon");
        json.WriteString("description", "");
        json.WriteNull("type");
        json.WritePropertyName("bot");
        json.User(world.Bot);
        json.WriteBoolean("bot_public", true);
        json.WriteBoolean("bot_require_code_grant", false);
        json.WriteString("verify_key", new string('0', 64));
        json.WriteNumber("flags", flags);
        json.WriteString("flags_new", flags.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (own) OwnerFields(json, world, options);
        json.WriteEndObject();
    }

    private static void OwnerFields(Utf8JsonWriter json, World world, DiscordEmulatorOptions options)
    {
        json.Array("redirect_uris", options.RedirectUris, static (to, uri) => to.WriteStringValue(uri));
        json.WriteNull("interactions_endpoint_url");
        json.WriteNull("role_connections_verification_url");
        json.WritePropertyName("owner");
        json.User(world.Developer);
        json.WriteNumber("approximate_guild_count", world.Guilds.Values.Count(world.HasBot));
        json.WriteNumber("approximate_user_install_count", 0);
        json.WriteNumber("approximate_user_authorization_count", 0);
        json.WriteNumber("explicit_content_filter", 0);
        json.WriteNull("team");
        json.Array("eligible_oauth2_scopes", ["bot", "identify", "guilds", "guilds.members.read", "email"], static (to, scope) => to.WriteStringValue(scope));
    }
}
