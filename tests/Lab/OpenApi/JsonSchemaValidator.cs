using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CommunityIntel.Lab.OpenApi;

/// <summary>
/// JSON Schema 2020-12 as far as Discord's OpenAPI document uses it. <c>oneOf</c> is read as "at least one", because that
/// document's alternatives overlap.
/// </summary>
/// <param name="resolve">From a <c>$ref</c> to its schema.</param>
/// <param name="refuseUnknown">Properties that a schema does not list are problems, unless it says otherwise.</param>
public sealed class JsonSchemaValidator(Func<string, JsonElement> resolve, bool refuseUnknown)
{
    public IReadOnlyList<OpenApiProblem> Validate(JsonElement schema, JsonElement value)
    {
        var problems = new List<OpenApiProblem>();
        Check(schema, value, "", problems, refuseUnknown);
        return problems;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems, bool strict)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind == JsonValueKind.False)
                problems.Add(new(at, "nothing is allowed here"));
            return;
        }
        if (schema.TryGetProperty("$ref", out var reference))
            Check(resolve(reference.GetString()!), value, at, problems, strict);
        CheckType(schema, value, at, problems);
        CheckChoice(schema, value, at, problems, strict);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, at, problems, strict);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, at, problems, strict);
                break;
            case JsonValueKind.String:
                CheckString(schema, value.GetString()!, at, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema, value, at, problems);
                break;
        }
    }

    private static void CheckType(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems)
    {
        if (!schema.TryGetProperty("type", out var type))
            return;
        var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).ToArray() : [type.GetString()!];
        if (!allowed.Any(t => IsOfType(value, t)))
            problems.Add(new(at, $"is {value.ValueKind}, expected {string.Join(" or ", allowed)}"));
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number == Math.Floor(number),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => true,
    };

    private void CheckChoice(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems, bool strict)
    {
        if (schema.TryGetProperty("const", out var constant) && !JsonElement.DeepEquals(constant, value))
            problems.Add(new(at, $"is not {constant.GetRawText()}"));
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)))
            problems.Add(new(at, $"is not one of {values.GetRawText()}"));
        if (schema.TryGetProperty("allOf", out var all))
        {
            // Each part sees the others' properties as unknown.
            foreach (var part in all.EnumerateArray())
                Check(part, value, at, problems, strict && all.GetArrayLength() == 1 && !schema.TryGetProperty("properties", out _));
        }
        foreach (var keyword in (ReadOnlySpan<string>)["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(keyword, out var some))
                CheckSome(some, value, at, problems, strict);
        }
    }

    private void CheckSome(JsonElement some, JsonElement value, string at, List<OpenApiProblem> problems, bool strict)
    {
        List<OpenApiProblem>? nearest = null;
        foreach (var alternative in some.EnumerateArray())
        {
            var found = new List<OpenApiProblem>();
            Check(alternative, value, at, found, strict);
            if (found.Count == 0)
                return;
            // The alternative that failed deepest inside is the one that was meant.
            if (nearest is null || found.Max(p => p.At.Length) > nearest.Max(p => p.At.Length))
                nearest = found;
        }
        problems.Add(new(at, $"fits none of {some.GetArrayLength()} alternatives"));
        problems.AddRange(nearest ?? []);
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems, bool strict)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!).Where(n => !value.TryGetProperty(n, out _)))
                problems.Add(new(at, $"lacks {name}"));
        }
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var saysMore = schema.TryGetProperty("additionalProperties", out var additional);
        foreach (var property in value.EnumerateObject())
        {
            var pointer = $"{at}/{property.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (hasProperties && properties.TryGetProperty(property.Name, out var known))
                Check(known, property.Value, pointer, problems, strict);
            else if (saysMore)
                Check(additional, property.Value, pointer, problems, strict);
            else if (strict && hasProperties)
                problems.Add(new(pointer, "is not a known property"));
        }
        CheckCount(schema, "minProperties", "maxProperties", value.EnumerateObject().Count(), "properties", at, problems);
    }

    private void CheckArray(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems, bool strict)
    {
        CheckCount(schema, "minItems", "maxItems", value.GetArrayLength(), "items", at, problems);
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True
            && value.EnumerateArray().Select(v => v.GetRawText()).Distinct().Count() < value.GetArrayLength())
            problems.Add(new(at, "has an item twice"));
        if (!schema.TryGetProperty("items", out var items))
            return;
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(items, item, $"{at}/{index++}", problems, strict);
    }

    private static void CheckString(JsonElement schema, string value, string at, List<OpenApiProblem> problems)
    {
        CheckCount(schema, "minLength", "maxLength", value.EnumerateRunes().Count(), "characters", at, problems);
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
            problems.Add(new(at, $"does not match {pattern.GetString()}"));
        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "date-time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
            "snowflake" => value.Length is > 0 and <= 20 && value.All(char.IsAsciiDigit),
            _ => true,
        };
        if (!fits)
            problems.Add(new(at, $"is not a {format.GetString()}"));
    }

    private static void CheckNumber(JsonElement schema, JsonElement value, string at, List<OpenApiProblem> problems)
    {
        var number = value.GetDouble();
        if (schema.TryGetProperty("minimum", out var minimum) && number < minimum.GetDouble())
            problems.Add(new(at, $"is below {minimum.GetRawText()}"));
        if (schema.TryGetProperty("maximum", out var maximum) && number > maximum.GetDouble())
            problems.Add(new(at, $"is above {maximum.GetRawText()}"));
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "int32" && (number is < int.MinValue or > int.MaxValue))
            problems.Add(new(at, "is not an int32"));
    }

    private static void CheckCount(
        JsonElement schema, string least, string most, int count, string what, string at, List<OpenApiProblem> problems)
    {
        if (schema.TryGetProperty(least, out var minimum) && count < minimum.GetInt32())
            problems.Add(new(at, $"has {count} {what}, at least {minimum.GetInt32()} are needed"));
        if (schema.TryGetProperty(most, out var maximum) && count > maximum.GetInt32())
            problems.Add(new(at, $"has {count} {what}, at most {maximum.GetInt32()} are allowed"));
    }
}
