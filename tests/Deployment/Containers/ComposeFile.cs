using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Deployment.Rules;
using CommunityIntel.Deployment.Settings;
using CommunityIntel.Lab;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CommunityIntel.Deployment.Containers;

/// <summary>A compose file with its anchors merged, as plain lists and maps.</summary>
internal sealed partial class ComposeFile
{
    private static readonly string[] Variables = ["POSTGRES_PASSWORD", "WEB_PORT"];

    private readonly string _text;
    private readonly Dictionary<string, Dictionary<object, object>> _services;

    /// <exception cref="YamlException">It is not YAML, or has a key twice.</exception>
    public ComposeFile(string text)
    {
        _text = text;
        // Once as it is written, where a key may not be there twice; once with anchors merged, where a key of one's own wins.
        _ = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<object, object>>(text);
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(text))));
        _services = ((Dictionary<object, object>)file["services"]).ToDictionary(s => (string)s.Key, s => (Dictionary<object, object>)s.Value);
    }

    public static ComposeFile Read(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, name)));

    public IEnumerable<string> Faults() => _services.SelectMany(s => Faults(s.Key, s.Value));

    /// <summary>Names in an environment file, commented ones too, that nobody reads, and those that compose needs and it does not name.</summary>
    public IEnumerable<string> FaultsOf(string environmentFile)
    {
        var names = EnvironmentLine().Matches(environmentFile).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var name in names.Where(n => !Variables.Contains(n) && !KnownSettings.Has(n))) yield return $"nobody reads {name}";
        foreach (var name in Interpolated().Matches(_text).Select(m => m.Groups[1].Value).Distinct().Where(n => !names.Contains(n))) yield return $"{name} is not in the example";
        foreach (Match secret in FilledSecret().Matches(environmentFile)) yield return $"{secret.Groups[1].Value} is written down";
    }

    private IEnumerable<string> Faults(string name, Dictionary<object, object> service)
    {
        var image = Text(service, "image");
        var isOurs = image?.StartsWith("community-intel/", StringComparison.Ordinal) == true;
        foreach (var fault in ImageRules.Faults(name, image)) yield return fault;
        if (Text(service, "read_only") != "true") yield return $"{name}: may write into its image";
        if (!List(service, "cap_drop").Contains("ALL")) yield return $"{name}: keeps capabilities";
        if (!List(service, "security_opt").Contains("no-new-privileges:true")) yield return $"{name}: may gain privileges";
        if (!service.ContainsKey("mem_limit")) yield return $"{name}: has no limit of memory";
        foreach (var port in List(service, "ports").Where(p => !p.StartsWith("127.0.0.1:", StringComparison.Ordinal))) yield return $"{name}: port {port} is open to everybody";
        foreach (var other in Keys(service, "depends_on").Where(d => !_services.ContainsKey(d))) yield return $"{name}: waits for {other}, which is not there";
        if (isOurs)
            foreach (var key in Keys(service, "environment").Where(k => !KnownSettings.Has(k))) yield return $"{name}: nobody reads {key}";
        if (name is "silo" or "bot" or "web" && Seconds(Text(service, "stop_grace_period")) < EndingRules.DrainOf(name) + 10) yield return $"{name}: is killed before it has ended";
    }

    private static string? Text(Dictionary<object, object> map, string key) => map.TryGetValue(key, out var value) ? value as string : null;

    private static List<string> List(Dictionary<object, object> map, string key) => map.TryGetValue(key, out var value) && value is List<object> list ? [.. list.Cast<string>()] : [];

    private static List<string> Keys(Dictionary<object, object> map, string key) => map.TryGetValue(key, out var value) && value is Dictionary<object, object> inner ? [.. inner.Keys.Cast<string>()] : [];

    // Docker's own is 10 s.
    private static int Seconds(string? text) => text is null ? 10 : int.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:# )?([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)=", RegexOptions.Multiline)]
    private static partial Regex EnvironmentLine();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"^(?:# )?(\w*(?:PASSWORD|Token|Secret|Key))=.+$", RegexOptions.Multiline)]
    private static partial Regex FilledSecret();
}
