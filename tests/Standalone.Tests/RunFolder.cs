using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Standalone.Tests;

/// <summary>A data folder and a port of a run; both go with it.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("community-intel-run-");
    private readonly int _port = FreePorts.Take(1)[0];

    public RunFolder()
    {
        // PostgreSQL runs as another account when we are root, and has to get there.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public Uri Address => new($"http://localhost:{_port}");

    /// <summary>With a short past, so that it is ready soon.</summary>
    public ChildProcess Start(Dictionary<string, string?> settings) => ChildProcess.Start("Standalone", new Dictionary<string, string?>(settings)
    {
        ["COMMUNITY_INTEL_DATA"] = _folder.FullName,
        ["Standalone__Port"] = settings.GetValueOrDefault("Standalone__Port") ?? $"{_port}",
        ["Emulator__HistoryDays"] = "7",
    });

    /// <summary>Command lines that name the folder.</summary>
    public IReadOnlyList<string> Processes() => [.. Directory.GetDirectories("/proc").Select(CommandLine).Where(c => c.Contains(_folder.FullName, StringComparison.Ordinal))];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
