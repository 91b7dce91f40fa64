using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using CommunityIntel.BotShard;
using CommunityIntel.Discord;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.Grains.Shards;
using CommunityIntel.Lab;
using CommunityIntel.LanguageModels;
using CommunityIntel.Payments;
using CommunityIntel.RankCards;
using CommunityIntel.Storage;
using CommunityIntel.StripeEmulator.Hosting;

namespace CommunityIntel.Deployment.Settings;

/// <summary>
/// Every setting that the hosts read, taken from the code: the properties of all options classes, and the keys that are asked for by name.
/// A name that is not here does nothing in a manifest.
/// </summary>
internal static partial class KnownSettings
{
    /// <summary>Read by others in our processes: Kestrel, Npgsql, Serilog.</summary>
    private static readonly string[] OfLibraries = ["^ASPNETCORE_HTTP_PORTS$", "^PGPASSWORD$", "^Serilog:.+$"];

    private static readonly string[] Hosts = ["Silo", "Web", "Standalone"];

    private static readonly Regex[] Known = [.. OfLibraries.Concat(OfOptions()).Concat(OfSources()).Distinct().Select(p => new Regex(p, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];

    /// <param name="name">As an environment variable, such as <c>Discord__Token</c>.</param>
    public static bool Has(string name) => Known.Any(k => k.IsMatch(name.Replace("__", ":", StringComparison.Ordinal)));

    private static IEnumerable<string> OfOptions()
    {
        Type[] one = [typeof(BotShardOptions), typeof(DiscordOptions), typeof(ShardLeaseOptions), typeof(LanguageModelsOptions), typeof(StripeOptions), typeof(RankCardsOptions), typeof(StorageOptions), typeof(DiscordEmulatorOptions), typeof(StripeEmulatorOptions)];
        return one.Select(t => t.Assembly).Concat(Hosts.Where(h => h != "Standalone").Select(Load))
            .SelectMany(a => a.GetTypes())
            .Select(t => (Type: t, Section: SectionOf(t)))
            .Where(t => t.Section is not null)
            .SelectMany(t => Keys(t.Type).Select(key => $"^{Regex.Escape(t.Section!)}:{key}$"));
    }

    // The hosts are not referenced: their entry points would meet.
    private static Assembly Load(string host) =>
        Assembly.LoadFrom(Path.Combine(Repository.Root, "src", host, "bin", Repository.Configuration, "net10.0", $"CommunityIntel.{host}.dll"));

    private static string? SectionOf(Type type) =>
        (type.GetField("Section") ?? type.GetField("SectionName")) is { IsLiteral: true } field ? field.GetRawConstantValue() as string : null;

    private static IEnumerable<string> Keys(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var of = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (of != typeof(string) && of.IsGenericType && of.IsAssignableTo(typeof(IEnumerable)))
            {
                var isList = of.GetGenericArguments().Length == 1;
                foreach (var key in KeysBelow(of.GetGenericArguments()[^1])) yield return $"{property.Name}:{(isList ? "[0-9]+" : "[^:]+")}{key}";
            }
            else if (property.CanWrite)
            {
                foreach (var key in KeysBelow(of)) yield return $"{property.Name}{key}";
            }
        }
    }

    private static IEnumerable<string> KeysBelow(Type type) =>
        type.Namespace?.StartsWith("CommunityIntel", StringComparison.Ordinal) == true && type.IsClass ? Keys(type).Select(k => $":{k}") : [""];

    private static IEnumerable<string> OfSources()
    {
        yield return $"^ConnectionStrings:{StorageHosting.ConnectionName}$";
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal)) continue;
            foreach (Match asked in AskedByName().Matches(File.ReadAllText(file))) yield return $"^{Regex.Escape(asked.Groups[1].Value)}$";
        }
    }

    [GeneratedRegex(@"onfiguration(?:\[|\.GetValue(?:<\w+>)?\()""([A-Za-z_:0-9]+)""")]
    private static partial Regex AskedByName();
}
