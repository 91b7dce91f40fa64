using System.Text.Json;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>
/// What a button must and must not have by its style (Discord API reference, Component Reference: Button): 1 to 4 a <c>custom_id</c>, 5 a <c>url</c>, 6 a <c>sku_id</c> and nothing else.
/// </summary>
public static class ButtonRules
{
    private const int Button = 2;
    private const int Link = 5;
    private const int Premium = 6;

    private static readonly string[] Named = ["custom_id", "url", "sku_id"];

    /// <summary>Looks through components at any depth.</summary>
    public static ApiReply? Check(JsonElement components, string path)
    {
        foreach (var (index, component) in components.EnumerateArray().Index())
        {
            if (component.ValueKind != JsonValueKind.Object) continue;
            var here = $"{path}.{index}";
            if (component.TryGetProperty("components", out var inner) && inner.ValueKind == JsonValueKind.Array && Check(inner, here + ".components") is { } wrong) return wrong;
            if (Number(component, "type") == Button && CheckButton(component, here) is { } refusal) return refusal;
        }

        return null;
    }

    private static ApiReply? CheckButton(JsonElement button, string path)
    {
        var style = Number(button, "style");
        if (style is < 1 or > Premium) return ApiReply.Invalid(path + ".style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).");
        var needed = style switch { Link => "url", Premium => "sku_id", _ => "custom_id" };
        if (!Has(button, needed)) return ApiReply.Invalid($"{path}.{needed}", "BASE_TYPE_REQUIRED", "This field is required");
        foreach (var other in Named)
            if (other != needed && Has(button, other)) return Unwanted(path, other);
        if (style == Premium && Has(button, "label")) return Unwanted(path, "label");
        return style == Premium && Has(button, "emoji") ? Unwanted(path, "emoji") : null;
    }

    private static ApiReply Unwanted(string path, string field) => ApiReply.Invalid($"{path}.{field}", "BUTTON_COMPONENT_INVALID_FIELD", $"A button of this style has no {field}.");

    private static bool Has(JsonElement component, string name) => component.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static int Number(JsonElement component, string name) => component.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
