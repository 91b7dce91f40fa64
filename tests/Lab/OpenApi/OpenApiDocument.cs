using System.Globalization;
using System.Text.Json;

namespace CommunityIntel.Lab.OpenApi;

/// <summary>An OpenAPI 3.1 document that requests and answers can be checked against.</summary>
public sealed class OpenApiDocument
{
    private readonly JsonElement _root;
    private readonly Dictionary<string, JsonElement> _references = [];
    private readonly JsonSchemaValidator _requests;
    private readonly JsonSchemaValidator _responses;

    private OpenApiDocument(JsonElement root)
    {
        _root = root;
        _requests = new JsonSchemaValidator(Resolve, refuseUnknown: true);
        _responses = new JsonSchemaValidator(Resolve, refuseUnknown: false);
    }

    public static OpenApiDocument Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new OpenApiDocument(document.RootElement.Clone());
    }

    /// <param name="path">Without the server's part: <c>/channels/5/messages</c>.</param>
    /// <param name="query">With or without the question mark; empty for none.</param>
    /// <param name="contentType">Null without a body. For multipart, <paramref name="bodyJson"/> is its <c>payload_json</c>.</param>
    public IReadOnlyList<OpenApiProblem> ValidateRequest(string method, string path, string query, string? contentType, string? bodyJson)
    {
        if (Find(method, path) is not { } found)
            return [new("", $"{method} {path} is not in the document")];
        var problems = new List<OpenApiProblem>();
        CheckParameters(found, query, problems);
        CheckBody(found.Operation, contentType, bodyJson, problems);
        return problems;
    }

    /// <summary>A status above 499 is never a problem; no document describes those.</summary>
    public IReadOnlyList<OpenApiProblem> ValidateResponse(string method, string path, int status, string? bodyJson)
    {
        if (status >= 500)
            return [];
        if (Find(method, path) is not { } found)
            return [new("", $"{method} {path} is not in the document")];
        var responses = found.Operation.GetProperty("responses");
        var code = status.ToString(CultureInfo.InvariantCulture);
        if (!responses.TryGetProperty(code, out var response) && !responses.TryGetProperty($"{code[0]}XX", out response)
            && !responses.TryGetProperty("default", out response))
            return [new("", $"status {status} is not in the document")];
        response = Follow(response);
        if (!response.TryGetProperty("content", out var content) || !content.TryGetProperty("application/json", out var media))
            return string.IsNullOrEmpty(bodyJson) ? [] : [new("", $"status {status} has no body in the document")];
        if (Parse(bodyJson) is not { } body)
            return [new("", "the answer is not JSON")];
        return _responses.Validate(media.GetProperty("schema"), body);
    }

    private Match? Find(string method, string path)
    {
        var segments = path.Trim('/').Split('/');
        var best = default(Match?);
        foreach (var template in _root.GetProperty("paths").EnumerateObject())
        {
            if (ValuesOf(template.Name.Trim('/').Split('/'), segments) is not { } values
                || !template.Value.TryGetProperty(method.ToLowerInvariant(), out var operation)
                || best?.Values.Count <= values.Count)
                continue;
            best = new Match(template.Value, operation, values);
        }
        return best;
    }

    private static Dictionary<string, string>? ValuesOf(string[] template, string[] segments)
    {
        if (template.Length != segments.Length)
            return null;
        var values = new Dictionary<string, string>();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i].StartsWith('{'))
                values[template[i][1..^1]] = Uri.UnescapeDataString(segments[i]);
            else if (template[i] != segments[i])
                return null;
        }
        return values;
    }

    private void CheckParameters(Match found, string query, List<OpenApiProblem> problems)
    {
        var given = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .ToLookup(p => Uri.UnescapeDataString(p[0]), p => p.Length > 1 ? Uri.UnescapeDataString(p[1]) : "");
        var known = new HashSet<string>();
        foreach (var parameter in Parameters(found))
        {
            var (name, place) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString());
            var schema = parameter.GetProperty("schema");
            if (place == "path" && found.Values.TryGetValue(name, out var value))
                CheckText(schema, [value], $"path:{name}", problems);
            if (place != "query")
                continue;
            known.Add(name);
            if (given.Contains(name))
                CheckText(schema, [.. given[name]], $"query:{name}", problems);
            else if (parameter.TryGetProperty("required", out var required) && required.GetBoolean())
                problems.Add(new($"query:{name}", "is required"));
        }
        problems.AddRange(given.Where(g => !known.Contains(g.Key)).Select(g => new OpenApiProblem($"query:{g.Key}", "is not a known parameter")));
    }

    private IEnumerable<JsonElement> Parameters(Match found)
    {
        foreach (var owner in (JsonElement[])[found.Path, found.Operation])
        {
            if (!owner.TryGetProperty("parameters", out var parameters))
                continue;
            foreach (var parameter in parameters.EnumerateArray())
                yield return Follow(parameter);
        }
    }

    /// <summary>A parameter is text: it fits when any reading of it does.</summary>
    private void CheckText(JsonElement schema, IReadOnlyList<string> values, string at, List<OpenApiProblem> problems)
    {
        var texts = JsonSerializer.SerializeToElement(values);
        var readings = new List<JsonElement> { texts };
        if (values.Count == 1)
        {
            readings.Insert(0, texts[0]);
            if (values[0] is "true" or "false" || double.TryParse(values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                if (Parse(values[0]) is { } plain)
                    readings.Insert(0, plain);
            }
        }
        var outcomes = readings.Select(r => _requests.Validate(schema, r)).ToList();
        if (outcomes.TrueForAll(o => o.Count > 0))
            problems.AddRange(outcomes[0].Select(p => p with { At = at + p.At }));
    }

    private void CheckBody(JsonElement operation, string? contentType, string? bodyJson, List<OpenApiProblem> problems)
    {
        if (!operation.TryGetProperty("requestBody", out var requestBody))
        {
            if (contentType is not null)
                problems.Add(new("", "has a body, none is known"));
            return;
        }
        requestBody = Follow(requestBody);
        if (contentType is null)
        {
            if (requestBody.TryGetProperty("required", out var required) && required.GetBoolean())
                problems.Add(new("", "lacks its body"));
            return;
        }
        var content = requestBody.GetProperty("content");
        var type = contentType.Split(';')[0].Trim();
        if (!content.TryGetProperty(type, out var media))
        {
            problems.Add(new("", $"content type {type} is not known"));
            return;
        }
        // A multipart payload is the JSON body's schema with the files beside it.
        if (type.StartsWith("multipart/", StringComparison.Ordinal) && content.TryGetProperty("application/json", out var json))
            media = json;
        if (Parse(bodyJson) is { } body)
            problems.AddRange(_requests.Validate(media.GetProperty("schema"), body));
        else
            problems.Add(new("", "the body is not JSON"));
    }

    private static JsonElement? Parse(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonElement Follow(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference) ? Resolve(reference.GetString()!) : element;

    private JsonElement Resolve(string reference)
    {
        lock (_references)
        {
            if (_references.TryGetValue(reference, out var known))
                return known;
            var target = reference.TrimStart('#', '/').Split('/').Aggregate(_root, (at, name) => at.GetProperty(name));
            return _references[reference] = target;
        }
    }

    /// <param name="Path">The path's node, which may hold parameters for all its methods.</param>
    private readonly record struct Match(JsonElement Path, JsonElement Operation, Dictionary<string, string> Values);
}
