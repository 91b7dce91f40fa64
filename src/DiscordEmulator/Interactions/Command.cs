using System.Text.Json;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Interactions;

/// <summary>A registered application command: the request's JSON plus what the server adds.</summary>
public sealed record Command(ulong Id, ulong Version, ulong? GuildId, string Name, int Type, JsonElement Definition)
{
    public void Write(Utf8JsonWriter json, ulong applicationId)
    {
        json.WriteStartObject();
        json.Id("id", Id);
        json.Id("application_id", applicationId);
        json.Id("version", Version);
        json.WriteNumber("type", Type);
        if (GuildId is { } guild) json.Id("guild_id", guild);
        DefaultPermissions(json);
        json.WriteString("name", Name);
        Copy(json, "name_localizations", "null");
        Copy(json, "description", "\"\"");
        Copy(json, "description_localizations", "null");
        json.WriteBoolean("dm_permission", GuildId is null);
        Copy(json, "contexts", "null");
        Copy(json, "integration_types", "[0]");
        if (Definition.TryGetProperty("options", out _)) Copy(json, "options", "[]");
        Copy(json, "nsfw", "false");
        json.WriteEndObject();
    }

    // Taken as a number or a string, told as a string.
    private void DefaultPermissions(Utf8JsonWriter json)
    {
        if (Definition.TryGetProperty("default_member_permissions", out var bits) && bits.ValueKind != JsonValueKind.Null)
            json.WriteString("default_member_permissions", bits.ToString());
        else json.WriteNull("default_member_permissions");
    }

    private void Copy(Utf8JsonWriter json, string name, string fallback) =>
        json.Raw(name, Definition.TryGetProperty(name, out var value) ? value.GetRawText() : null, fallback);
}
