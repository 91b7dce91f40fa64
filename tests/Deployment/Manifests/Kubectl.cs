using System.Diagnostics;
using CommunityIntel.Lab;

namespace CommunityIntel.Deployment.Manifests;

/// <summary>kubectl, of which only <c>kustomize</c> is used: it needs no cluster and no network.</summary>
internal static class Kubectl
{
    /// <summary>Path of a kubectl, when it is not on PATH.</summary>
    public const string Variable = "KUBECTL";

    public const string Missing = "kubectl is not on this machine (PATH, or KUBECTL=…): the overlays cannot be rendered. ./dev verify k8s fetches one.";

    /// <summary>Null = this machine has none.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, "kubectl"))
        .Prepend(Environment.GetEnvironmentVariable(Variable) ?? "").FirstOrDefault(File.Exists);

    /// <summary>The YAML of an overlay, such as <c>small</c>.</summary>
    /// <exception cref="InvalidOperationException">kustomize refused it, or there is no kubectl.</exception>
    public static string Render(string overlay)
    {
        if (Path is null) throw new InvalidOperationException(Missing);
        using var process = Process.Start(new ProcessStartInfo(Path, ["kustomize", System.IO.Path.Combine(Repository.Root, "k8s", "overlays", overlay)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"kubectl kustomize {overlay}: {errors.GetAwaiter().GetResult()}");
    }
}
