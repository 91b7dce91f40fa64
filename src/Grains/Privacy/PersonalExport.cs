using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Privacy;

namespace CommunityIntel.Grains.Privacy;

/// <summary>
/// Everything that is stored of a person as one JSON document (docs/personal-data.md), made while it is read: memory holds one guild's
/// rows, and of its messages a week.
/// </summary>
public sealed class PersonalExport(PersonalArchive archive, PrivacyStore store, TimeProvider time)
{
    public const string Format = "community-intelligence/personal-data";

    /// <summary>Grows when a part of the document changes its meaning; new tables and columns may appear at any time.</summary>
    public const int Version = 1;

    private const int PieceBytes = 64 * 1024;

    public async IAsyncEnumerable<byte[]> WriteAsync(long userId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(PieceBytes);
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        var guilds = await Outage.Translate(() => store.FindGuildsAsync(userId));
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("exported_at", time.GetUtcNow());
        json.WriteString("user_id", Id(userId));
        json.WriteStartObject("about");
        foreach (var (table, text) in await Outage.Translate(archive.DescribeAsync)) json.WriteString(table, text);
        json.WriteEndObject();
        json.WriteStartObject("account");
        WriteTables(json, await Outage.Translate(() => archive.ReadPersonAsync(userId)));
        json.WriteEndObject();
        json.WriteStartArray("guilds");
        foreach (var guildId in guilds)
        {
            cancellation.ThrowIfCancellationRequested();
            var guild = await Outage.Translate(() => archive.ReadGuildAsync(guildId, userId));
            json.WriteStartObject();
            json.WriteString("guild_id", Id(guildId));
            json.WriteString("name", guild.Name);
            json.WriteBoolean("is_owner", guild.IsOwner);
            WriteTables(json, guild.Rows);
            json.WriteStartArray("messages");
            foreach (var (from, until) in guild.Spans)
            {
                foreach (var row in await Outage.Translate(() => archive.ReadMessagesAsync(guildId, userId, from, until)))
                {
                    WriteRow(json, row);
                    if (Piece(json, buffer) is { } piece) yield return piece;
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            if (Piece(json, buffer) is { } rest) yield return rest;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        yield return buffer.WrittenSpan.ToArray();
    }

    private static byte[]? Piece(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        if (json.BytesPending + buffer.WrittenCount < PieceBytes) return null;
        json.Flush();
        var piece = buffer.WrittenSpan.ToArray();
        buffer.Clear();
        return piece;
    }

    private static void WriteTables(Utf8JsonWriter json, IReadOnlyList<PersonalRow> rows)
    {
        foreach (var table in rows.GroupBy(r => r.Kind))
        {
            json.WriteStartArray(table.Key);
            foreach (var row in table) WriteRow(json, row);
            json.WriteEndArray();
        }
    }

    private static void WriteRow(Utf8JsonWriter json, PersonalRow row)
    {
        using var parsed = JsonDocument.Parse(row.Json);
        Write(json, parsed.RootElement, isId: false);
    }

    // An id is text: it is larger than what most readers of JSON take for a number.
    private static void Write(Utf8JsonWriter json, JsonElement value, bool isId)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, property.Name.EndsWith("_id", StringComparison.Ordinal) || property.Name.EndsWith("_ids", StringComparison.Ordinal));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(json, item, isId);
                json.WriteEndArray();
                break;
            case JsonValueKind.Number when isId:
                json.WriteStringValue(value.GetRawText());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
