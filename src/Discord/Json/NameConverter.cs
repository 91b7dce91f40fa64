using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Json;

/// <summary>
/// Names that people choose: at most <see cref="MaxLength"/> UTF-16 units are kept, never half a character.
/// NUL (which PostgreSQL refuses) and lone surrogates are refused.
/// </summary>
internal sealed class NameConverter : JsonConverter<string?>
{
    public const int MaxLength = 100;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : Bounded(reader.GetString()!) ?? throw new JsonException("NUL in a name");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <returns>Null when the name holds a NUL.</returns>
    public static string? Bounded(string name)
    {
        if (name.Contains('\0'))
            return null;
        if (name.Length <= MaxLength)
            return name;
        return name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
