using System.Diagnostics;

namespace CommunityIntel.Storage.Postgres;

/// <summary>Runs a short program to its end. Its output and its errors come back as one text.</summary>
internal static class Command
{
    public sealed record Answer(int ExitCode, string Output);

    /// <summary>Runs <paramref name="program"/> in <paramref name="folder"/>; cancelling leaves it running and stops waiting.</summary>
    public static async Task<Answer> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // PGDATA, PGPORT and the like of the caller are about another server; messages are read, so they are in English.
        foreach (var name in start.Environment.Keys.Where(IsAboutAnotherServer).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Answer(process.ExitCode, (await output + await errors).Trim());
    }

    private static bool IsAboutAnotherServer(string name) =>
        name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal);
}
