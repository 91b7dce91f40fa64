using System.Diagnostics;
using System.Globalization;
using k8s.Models;

namespace CommunityIntel.Deployment.Pods;

/// <summary>
/// One container as a kubelet would run it, by podman: the environment, user, file system, capabilities, limits, probes and patience of
/// its manifest. Other things of a pod are not done.
/// </summary>
internal sealed class Pod(string name, string address, string image, V1PodSpec spec, V1Container container, IReadOnlyDictionary<string, string> environment)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private const int TailLength = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Name { get; } = name;

    public Uri Address { get; } = new($"http://{address}:8080");

    public Task StartAsync() => Tool.RunAsync("podman", ["run", "--detach", "--name", Name, "--hostname", Name, .. Flags(), image, .. container.Args ?? []]);

    /// <summary>Until it ends by itself; returns what it said.</summary>
    public async Task<string> FinishAsync()
    {
        var code = (await Tool.RunAsync("podman", "wait", Name)).Trim();
        var said = await LogsAsync();
        return code == "0" ? said : throw new InvalidOperationException($"{Name} ended with {code}: {said}");
    }

    public async Task<bool> IsRunningAsync() => (await Tool.RunAsync("podman", "inspect", "--format", "{{.State.Running}}", Name)).Trim() == "true";

    public async Task<string> LogsAsync()
    {
        var (_, output, errors) = await Tool.TryAsync("podman", "logs", Name);
        return output + errors;
    }

    /// <summary>The last of what it said.</summary>
    public async Task<string> TailAsync() => await LogsAsync() is { Length: > TailLength } all ? all[^TailLength..] : await LogsAsync();

    /// <summary>The readiness probe, asked from the node.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!await IsReadyAsync(cancellation))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience || !await IsRunningAsync()) throw new TimeoutException($"{Name} did not get ready: {await TailAsync()}");
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>What is seen inside of it, by its own HEALTHCHECK.</summary>
    public async Task<bool> IsHealthyAsync() => (await Tool.TryAsync("podman", "healthcheck", "run", Name)).Code == 0;

    /// <summary>preStop, SIGTERM, and the kill that must not be needed. Returns how long it took to end.</summary>
    public async Task<TimeSpan> StopAsync(CancellationToken cancellation)
    {
        var pause = (int)(container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
        await Task.Delay(TimeSpan.FromSeconds(pause), cancellation);
        var started = Stopwatch.GetTimestamp();
        await Tool.RunAsync("podman", "stop", "--time", Text((spec.TerminationGracePeriodSeconds ?? 30) - pause), Name);
        var took = Stopwatch.GetElapsedTime(started);
        var code = (await Tool.RunAsync("podman", "inspect", "--format", "{{.State.ExitCode}}", Name)).Trim();
        return code == "0" ? took : throw new InvalidOperationException($"{Name} ended with {code}: {await TailAsync()}");
    }

    public Task RemoveAsync() => Tool.TryAsync("podman", "rm", "--force", "--time", "0", Name);

    private IEnumerable<string> Flags()
    {
        var pod = spec.SecurityContext;
        yield return $"--network=ns:{PodNetwork.PathOf(Name)}";
        yield return $"--user={pod.RunAsUser}:{pod.RunAsGroup}";
        if (container.SecurityContext.ReadOnlyRootFilesystem == true) yield return "--read-only";
        // podman would mount its own over /tmp and more.
        yield return "--read-only-tmpfs=false";
        foreach (var capability in container.SecurityContext.Capabilities.Drop) yield return $"--cap-drop={capability}";
        if (container.SecurityContext.AllowPrivilegeEscalation == false) yield return "--security-opt=no-new-privileges";
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var volume = spec.Volumes.Single(v => v.Name == mount.Name);
            yield return $"--tmpfs={mount.MountPath}:rw,size={volume.EmptyDir.SizeLimit.ToInt64()}";
        }

        if (container.Resources.Limits.TryGetValue("memory", out var memory)) yield return $"--memory={memory.ToInt64()}b";
        foreach (var (key, value) in environment) yield return $"--env={key}={value}";
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, container.ReadinessProbe?.HttpGet.Path ?? "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
