using System.Text.Json;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// The top level of a gateway payload, found in one pass without allocating; keys in any order, unknown ones ignored.
/// </summary>
/// <param name="Op">-1 when absent.</param>
/// <param name="Sequence">Null when absent, null or not a whole number from 0.</param>
/// <param name="Event">Which dispatch; <see cref="GatewayEventNames.Unknown"/> for a name not in the table, and for none.</param>
/// <param name="TimestampMs">The <c>ts</c> of a replaying server, Unix ms; Discord sends none.</param>
/// <param name="Payload">The bytes of <c>d</c> within the payload; empty when absent.</param>
internal readonly record struct PayloadHeader(int Op, long? Sequence, int Event, long? TimestampMs, Range Payload)
{
    private const int LongestName = 64;

    public bool Is(GatewayEventTypes type) => GatewayEventNames.TypeAt(Event) == type;

    /// <returns>False when the bytes are not one JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out PayloadHeader header)
    {
        try
        {
            return Scan(json, out header);
        }
        catch (JsonException)
        {
            header = default;
            return false;
        }
    }

    private static bool Scan(ReadOnlySpan<byte> json, out PayloadHeader header)
    {
        var op = -1;
        long? sequence = null, timestamp = null;
        var name = GatewayEventNames.Unknown;
        var payload = 0..0;
        header = default;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref reader);
            reader.Read();
            switch (key)
            {
                case 'o':
                    op = WholeNumber(ref reader) is { } code and <= int.MaxValue ? (int)code : -1;
                    break;
                case 's':
                    sequence = WholeNumber(ref reader);
                    break;
                case 't':
                    name = NameOf(ref reader);
                    break;
                case 'i':
                    timestamp = WholeNumber(ref reader);
                    break;
                case 'd':
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    payload = start..(int)reader.BytesConsumed;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.Read();
        header = new PayloadHeader(op, sequence, name, timestamp, payload);
        return true;
    }

    private static char KeyOf(ref Utf8JsonReader reader)
    {
        var key = reader.ValueSpan;
        return key.Length switch
        {
            1 when key[0] is (byte)'d' or (byte)'s' or (byte)'t' => (char)key[0],
            2 when key[0] == 'o' && key[1] == 'p' => 'o',
            2 when key[0] == 't' && key[1] == 's' => 'i',
            _ => '?',
        };
    }

    private static long? WholeNumber(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= 0)
            return value;
        reader.Skip();
        return null;
    }

    private static int NameOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= LongestName && !reader.ValueIsEscaped)
            return GatewayEventNames.IndexOf(reader.ValueSpan);
        reader.Skip();
        return GatewayEventNames.Unknown;
    }
}
