using System.Buffers;
using System.Text.Json;

namespace CommunityIntel.Discord.Gateway;

/// <summary>What we send on the gateway, as UTF-8 JSON.</summary>
internal static class GatewayCommands
{
    /// <summary>Op 1 with the last sequence received; null before the first.</summary>
    public static byte[] Heartbeat(long sequence) => Write(GatewayOpCode.Heartbeat, json =>
    {
        if (sequence > 0)
            json.WriteNumber("d", sequence);
        else
            json.WriteNull("d");
    });

    public static byte[] Resume(string token, string sessionId, long sequence) => Write(GatewayOpCode.Resume, json =>
    {
        json.WriteStartObject("d");
        json.WriteString("token", token);
        json.WriteString("session_id", sessionId);
        json.WriteNumber("seq", sequence);
        json.WriteEndObject();
    });

    public static byte[] Identify(GatewayClientOptions options, ShardId shard) => Write(GatewayOpCode.Identify, json =>
    {
        json.WriteStartObject("d");
        json.WriteString("token", options.Token);
        json.WriteNumber("intents", (int)options.Intents);
        json.WriteStartObject("properties");
        json.WriteString("os", OperatingSystem.IsWindows() ? "windows" : "linux");
        json.WriteString("browser", "CommunityIntel");
        json.WriteString("device", "CommunityIntel");
        json.WriteEndObject();
        json.WriteStartArray("shard");
        json.WriteNumberValue(shard.Id);
        json.WriteNumberValue(shard.Count);
        json.WriteEndArray();
        json.WriteNumber("large_threshold", options.LargeThreshold);
        json.WriteEndObject();
    });

    /// <summary>Any op code around a finished <c>d</c>.</summary>
    public static byte[] Wrap(GatewayOpCode op, ReadOnlyMemory<byte> d) => Write(op, json =>
    {
        json.WritePropertyName("d");
        json.WriteRawValue(d.Span);
    });

    private static byte[] Write(GatewayOpCode op, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("op", (int)op);
            body(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
