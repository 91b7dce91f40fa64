using System.Text.Json;

namespace CommunityIntel.Discord.Gateway;

/// <summary>Reads what the connection itself needs from Hello and READY.</summary>
internal static class LifecyclePayloads
{
    /// <returns>Null unless it is a number of milliseconds from 1 to an hour.</returns>
    public static TimeSpan? HeartbeatInterval(ReadOnlySpan<byte> hello)
    {
        var reader = new Utf8JsonReader(hello);
        return Find(ref reader, "heartbeat_interval"u8) && reader.TokenType == JsonTokenType.Number
            && reader.TryGetDouble(out var ms) && ms is >= 1 and <= 3_600_000
            ? TimeSpan.FromMilliseconds(ms)
            : null;
    }

    /// <returns>Null without a session id; the resume address is null unless it is an absolute ws(s) or http(s) one.</returns>
    public static (string SessionId, string? ResumeGatewayUrl)? Session(ReadOnlySpan<byte> ready)
    {
        var first = new Utf8JsonReader(ready);
        if (!Find(ref first, "session_id"u8) || first.TokenType != JsonTokenType.String || first.GetString() is not { Length: > 0 } id)
            return null;
        var second = new Utf8JsonReader(ready);
        var url = Find(ref second, "resume_gateway_url"u8) && second.TokenType == JsonTokenType.String ? second.GetString() : null;
        return (id, GatewayAddress.IsUsable(url) ? url : null);
    }

    private static bool Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> key)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(key);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }
        return false;
    }
}
