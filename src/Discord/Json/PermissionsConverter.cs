using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Json;

/// <summary>Permission sets: 64 bits as a decimal string; a number is accepted.</summary>
internal class PermissionsConverter : JsonConverter<DiscordPermissions>
{
    public override DiscordPermissions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String when ulong.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) =>
                (DiscordPermissions)bits,
            JsonTokenType.Number when reader.TryGetUInt64(out var bits) => (DiscordPermissions)bits,
            _ => throw new JsonException("not a permission set"),
        };

    public override void Write(Utf8JsonWriter writer, DiscordPermissions value, JsonSerializerOptions options) =>
        writer.WriteStringValue(((ulong)value).ToString(CultureInfo.InvariantCulture));
}

/// <summary>The same, written as a number: what commands take (Discord's OpenAPI document).</summary>
internal sealed class NumericPermissionsConverter : PermissionsConverter
{
    public override void Write(Utf8JsonWriter writer, DiscordPermissions value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((ulong)value);
}
