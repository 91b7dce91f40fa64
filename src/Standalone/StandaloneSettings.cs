using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Standalone;

/// <summary>What the command line and the environment say about a run on one machine.</summary>
/// <param name="DataFolder">Where the database and the simulated community's memory live.</param>
/// <param name="Fresh">Forget all of it first.</param>
/// <param name="Port">Port of the dashboard on loopback.</param>
/// <param name="ListenOnAnyAddress">Listen on every interface instead: in a container.</param>
internal sealed record StandaloneSettings(string DataFolder, bool Fresh, int Port, bool ListenOnAnyAddress)
{
    public const int DefaultPort = 5080;

    /// <summary>Throws <see cref="SettingException"/> naming the setting that is wrong.</summary>
    public static StandaloneSettings From(IConfiguration configuration, string[] arguments)
    {
        foreach (var argument in arguments)
            if (argument != "--fresh") throw new SettingException($"'{argument}' is not an option: expected --fresh or nothing");
        var folder = configuration["COMMUNITY_INTEL_DATA"];
        if (string.IsNullOrWhiteSpace(folder)) folder = Path.Combine(Environment.CurrentDirectory, ".data");
        var port = configuration["Standalone:Port"] ?? $"{DefaultPort}";
        if (!int.TryParse(port, out var number) || number is < 1 or > 65535)
            throw new SettingException($"Standalone:Port is '{port}': expected a port number, 1 to 65535");
        return new StandaloneSettings(Path.GetFullPath(folder), arguments.Contains("--fresh"), number, configuration.GetValue("Standalone:ListenOnAnyAddress", false));
    }
}

/// <summary>A setting is wrong; the message names it and says what is expected.</summary>
internal sealed partial class SettingException : Exception
{
    public SettingException() { }
    public SettingException(string message) : base(message) { }
    public SettingException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The failures alone, without what the framework wraps around them.</summary>
    public static string Explain(OptionsValidationException e) =>
        string.Join("; ", e.Failures.Select(f => Wrapped().Match(f) is { Success: true } m ? m.Groups[1].Value : f));

    [GeneratedRegex("with the error: '(.*?)'\\.?$", RegexOptions.Singleline)]
    private static partial Regex Wrapped();
}
