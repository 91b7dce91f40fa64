using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Json;

/// <summary>Ids: read from a string or a number, written as a string of digits.</summary>
internal sealed class SnowflakeConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var id) ? id : throw new JsonException("not a snowflake");

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Snowflake.ToWire(value));

    public override ulong ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Snowflake.TryParse(reader.ValueSpan, out var id) ? id : throw new JsonException("not a snowflake");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Snowflake.ToWire(value));

    /// <summary>Whole digits from 0 to <see cref="Snowflake.MaxValue"/>; anything else is refused.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out ulong id)
    {
        id = 0;
        return reader.TokenType switch
        {
            JsonTokenType.String => !reader.ValueSpan.IsEmpty && Snowflake.TryParse(reader.ValueSpan, out id),
            JsonTokenType.Number => reader.TryGetUInt64(out id) && id <= Snowflake.MaxValue,
            _ => false,
        };
    }
}
