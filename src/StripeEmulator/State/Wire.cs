using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CommunityIntel.StripeEmulator.Hosting;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>Objects as JSON: as Stripe sends them, and as the state file keeps them.</summary>
internal sealed class Wire(EmulatorAddress address)
{
    /// <summary>Everything, also what is <see cref="UnsentAttribute"/>.</summary>
    public static JsonSerializerOptions Kept { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new PagePathConverter(null) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly JsonSerializerOptions sent = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new PagePathConverter(address) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutUnsent } },
    };

    /// <summary>As it is now, ids not expanded.</summary>
    public JsonObject Snapshot(object item) => JsonSerializer.SerializeToNode(item, item.GetType(), sent)!.AsObject();

    /// <summary>As it is now, to be kept: takes less memory than <see cref="Snapshot"/>.</summary>
    public JsonElement Picture(object item) => JsonSerializer.SerializeToElement(item, item.GetType(), sent);

    private static void LeaveOutUnsent(JsonTypeInfo type)
    {
        for (var at = type.Properties.Count - 1; at >= 0; at--)
            if (type.Properties[at].AttributeProvider?.IsDefined(typeof(UnsentAttribute), inherit: true) == true) type.Properties.RemoveAt(at);
    }

    private sealed class PagePathConverter(EmulatorAddress? address) : JsonConverter<PagePath>
    {
        public override PagePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, PagePath value, JsonSerializerOptions options) => writer.WriteStringValue(address?.Http + value.Path);
    }
}
