using System.Diagnostics;

namespace CommunityIntel.Monitoring.Tests.Rules;

/// <summary>The tools of Prometheus, where this machine has them; <c>./dev test</c> and <c>./dev verify monitoring</c> fetch them where they may.</summary>
internal static class Promtool
{
    /// <summary>Runs a tool and returns its exit code with everything that it said. Skips the test where there is none.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string tool, string folder, params string[] arguments)
    {
        Assert.SkipUnless(Find(tool) is not null, $"{tool} is not here: Debian's package {(tool == "amtool" ? "prometheus-alertmanager" : "prometheus")} has it.");
        using var process = Process.Start(new ProcessStartInfo(Find(tool)!, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await said + await errors);
    }

    /// <summary>Null = not in PATH.</summary>
    public static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
