using System.Globalization;
using CommunityIntel.Chaos.Faults;
using CommunityIntel.Chaos.Runs;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Chaos;

/// <summary>Reads <c>--name value</c> pairs. False = something is not understood.</summary>
internal static class Arguments
{
    public static bool TryChaos(string[] arguments, out ChaosOptions options)
    {
        options = new ChaosOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, next) = (arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : "");
            if (name is "--rolling" or "--keep-logs")
            {
                options = name == "--rolling" ? options with { Rolling = true } : options with { KeepLogs = true };
                continue;
            }

            i++;
            if (name == "--faults")
            {
                if (Faults.Faults.Parse(next) is not { } kinds) return false;
                options = options with { Faults = kinds };
            }
            else if (!double.TryParse(next, CultureInfo.InvariantCulture, out var number) || number < 0 || With(options, name, number) is not { } changed) return false;
            else options = changed;
        }

        return options is { Silos: > 0, Workers: > 0, Shards: > 0, Guilds: > 0 };
    }

    public static bool TryCluster(string[] arguments, out ProductClusterOptions size)
    {
        size = new ProductClusterOptions { Silos = 3, Workers = 3, Webs = 2, Shards = 8 };
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 >= arguments.Length || !int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out var n) || n is < 0 or > 64) return false;
            switch (arguments[i])
            {
                case "--silos": size = size with { Silos = n }; break;
                case "--workers": size = size with { Workers = n }; break;
                case "--webs": size = size with { Webs = n }; break;
                case "--shards": size = size with { Shards = n }; break;
                default: return false;
            }
        }

        return size is { Silos: > 0, Workers: > 0, Shards: > 0 };
    }

    private static ChaosOptions? With(ChaosOptions options, string name, double number) => name switch
    {
        "--minutes" => options with { Duration = TimeSpan.FromMinutes(number) },
        "--seed" => options with { Seed = (int)number },
        "--rate" => options with { Rate = number },
        "--guilds" => options with { Guilds = (int)number },
        "--silos" => options with { Silos = (int)number },
        "--workers" => options with { Workers = (int)number },
        "--webs" => options with { Webs = (int)number },
        "--shards" => options with { Shards = (int)number },
        "--memory" => options with { MemoryMb = (int)number },
        _ => null,
    };
}
