using System.Globalization;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>Form or query parameters as a tree: <c>items[0][price]=x</c> is <c>Part("items").Part("0").Text("price")</c>.</summary>
internal sealed class Parameters(string name = "")
{
    private readonly Dictionary<string, Parameters> parts = [];

    /// <summary>As it was written, <c>items[0][price]</c>.</summary>
    public string Name => name;

    /// <summary>What was given; null where only parts were.</summary>
    public string? Value { get; private set; }

    public IReadOnlyDictionary<string, Parameters> Parts => parts;

    public static Parameters Read(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new Parameters();
        foreach (var (key, value) in pairs) root.Add(key.Replace("]", "", StringComparison.Ordinal).Split('['), value);
        return root;
    }

    public bool Has(string key) => parts.ContainsKey(key);

    public Parameters? Part(string key) => parts.GetValueOrDefault(key);

    /// <summary>Null when it was not given; empty when it shall be unset.</summary>
    public string? Text(string key) => Part(key)?.Value;

    /// <summary>Null when it was not given or is empty.</summary>
    public string? Given(string key) => Text(key) is { Length: > 0 } text ? text : null;

    public string Required(string key) => Given(key) ?? throw RefusedException.Missing(Full(key));

    public long? Integer(string key) => Given(key) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.Invalid($"Invalid integer: {text}", Full(key), "parameter_invalid_integer");

    public decimal? Number(string key) => Given(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.Invalid($"Invalid decimal: {text}", Full(key));

    public bool? Flag(string key) => Given(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw RefusedException.Invalid($"Invalid boolean: {text}", Full(key)),
    };

    public string? Choice(string key, params ReadOnlySpan<string> among)
    {
        if (Given(key) is not { } text) return null;
        if (!among.Contains(text)) throw RefusedException.Invalid($"Invalid {Full(key)}: must be one of {string.Join(", ", among.ToArray())}", Full(key));
        return text;
    }

    /// <summary>The elements of an array, in order.</summary>
    public IEnumerable<Parameters> Each(string key) => Part(key)?.parts.Values ?? Enumerable.Empty<Parameters>();

    public List<string>? Texts(string key) => Has(key) ? [.. Each(key).Select(each => each.Value ?? "")] : null;

    /// <summary>Takes over what is given and takes away what is given as empty, as metadata is changed.</summary>
    public void Merge(string key, Dictionary<string, string> into)
    {
        if (Part(key) is not { } part) return;
        if (part.Value is "") into.Clear();
        foreach (var (word, value) in part.parts)
        {
            if (value.Value is { Length: > 0 } text) into[word] = text;
            else into.Remove(word);
        }
    }

    public Dictionary<string, string> Map(string key)
    {
        var map = new Dictionary<string, string>();
        Merge(key, map);
        return map;
    }

    public string Full(string key) => name.Length == 0 ? key : $"{name}[{key}]";

    private void Add(ReadOnlySpan<string> path, string value)
    {
        var key = path[0].Length > 0 ? path[0] : parts.Count.ToString(CultureInfo.InvariantCulture);
        if (!parts.TryGetValue(key, out var part)) parts.Add(key, part = new Parameters(Full(key)));
        if (path.Length == 1) part.Value = value;
        else part.Add(path[1..], value);
    }
}
