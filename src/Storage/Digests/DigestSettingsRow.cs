using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityIntel.Domain.Digests;
using Npgsql;

namespace CommunityIntel.Storage.Digests;

/// <summary>A guild's digest settings as the column <c>settings</c> holds them. Names only grow: an older row is read by a newer version.</summary>
internal static class DigestSettingsRow
{
    public const string Select = "SELECT settings, version FROM digest_settings WHERE guild_id = $1";

    public const string Write = """
        INSERT INTO digest_settings (guild_id, settings, version) SELECT guild_id, settings::jsonb, version FROM unnest($1, $2, $3) AS v (guild_id, settings, version)
        ON CONFLICT (guild_id) DO UPDATE SET settings = excluded.settings, version = excluded.version, changed_at = now()
        """;

    public static string ToJson(DigestSettings settings) => JsonSerializer.Serialize(settings, DigestJson.Default.DigestSettings);

    /// <summary>The result follows the reader's current one.</summary>
    public static async Task<(DigestSettings Settings, int Version)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? (JsonSerializer.Deserialize(reader.GetString(0), DigestJson.Default.DigestSettings) ?? throw new JsonException("digest settings are null"), reader.GetInt32(1))
            : (DigestSettings.Usual, 0);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DigestSettings))]
internal sealed partial class DigestJson : JsonSerializerContext;
