using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommunityIntel.DiscordEmulator.Json;

/// <summary>The small JSON vocabulary that every object here shares: ids as strings, Discord's time format.</summary>
public static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>Encodes one value; the buffers are kept per thread.</summary>
    public static byte[] Encode<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        // A nested call (there is none today) would need its own writer.
        var target = buffer ??= new ArrayBufferWriter<byte>(4096);
        var json = writer ??= new Utf8JsonWriter(target, Relaxed);
        target.ResetWrittenCount();
        json.Reset(target);
        write(json, value);
        json.Flush();
        var bytes = target.WrittenSpan.ToArray();
        if (target.Capacity > 1 << 20) (buffer, writer) = (null, null);
        return bytes;
    }

    public static byte[] Encode(Action<Utf8JsonWriter> write) => Encode(write, static (json, run) => run(json));

    public static void Id(this Utf8JsonWriter json, string name, ulong id)
    {
        Span<char> text = stackalloc char[20];
        id.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Id(this Utf8JsonWriter json, string name, ulong? id)
    {
        if (id is { } value) json.Id(name, value);
        else json.WriteNull(name);
    }

    public static void IdValue(this Utf8JsonWriter json, ulong id)
    {
        Span<char> text = stackalloc char[20];
        id.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    /// <summary>ISO 8601 with microseconds and a numeric offset, as Discord writes it.</summary>
    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value) json.Time(name, value);
        else json.WriteNull(name);
    }

    public static void EmptyArray(this Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    public static void Ids(this Utf8JsonWriter json, string name, List<ulong> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.IdValue(id);
        json.WriteEndArray();
    }

    public static void Raw(this Utf8JsonWriter json, string name, string? raw, string fallback)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(raw ?? fallback, skipInputValidation: true);
    }
}
