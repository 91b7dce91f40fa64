using System.Globalization;

namespace CommunityIntel.Lab.Processes;

/// <summary>What a member is: a host of ours.</summary>
public enum MemberKind
{
    Silo,
    Worker,
    Web,
    Discord,
}

/// <summary>
/// One process of a cluster, on ports that stay its own: started, stopped, killed, frozen and thawed as often as one likes.
/// Its calls must not overlap.
/// </summary>
public sealed class ProductMember(MemberKind kind, int number, int httpPort, IReadOnlyDictionary<string, string?> environment, string? logFolder) : IAsyncDisposable
{
    /// <summary>A process that has been asked to end is killed after this; a frozen or hanging one would never go.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(75);

    public MemberKind Kind { get; } = kind;

    /// <summary>From 1.</summary>
    public int Number { get; } = number;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{kind.ToString().ToLowerInvariant()}-{number}");

    public Uri Address { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort}"));

    /// <summary>The one that was started last, dead or alive; null before the first start.</summary>
    public ChildProcess? Process { get; private set; }

    public bool IsRunning => Process is { HasExited: false };

    public bool IsFrozen { get; private set; }

    /// <summary>Running as far as anybody asked; a member that should run and does not has died by itself.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Further settings of its next start, on top of those of its kind.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public void Start()
    {
        if (IsRunning) return;
        var all = new Dictionary<string, string?>(environment);
        foreach (var (name, value) in Settings) all[name] = value;
        var host = Kind switch { MemberKind.Worker => "BotShard", MemberKind.Discord => "DiscordEmulator", _ => Kind.ToString() };
        Process = ChildProcess.StartLogged(host, all, logFolder is null ? null : Path.Combine(logFolder, $"{Name}.log"));
        (IsWanted, IsFrozen) = (true, false);
    }

    public Task UntilReadyAsync(TimeSpan patience, CancellationToken cancellation) =>
        Process!.WaitForHealthAsync(new Uri(Address, "/health/ready"), patience, cancellation);

    /// <summary>SIGTERM and its end; SIGKILL when it does not come.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        IsWanted = false;
        if (Process is not { HasExited: false } process) return;
        Thaw();
        process.Terminate();
        try
        {
            await process.WaitForExitAsync(StopPatience, cancellation);
        }
        catch (TimeoutException)
        {
            await KillAsync(cancellation);
            throw;
        }
    }

    public async Task KillAsync(CancellationToken cancellation)
    {
        IsWanted = false;
        if (Process is not { HasExited: false } process) return;
        process.Kill();
        IsFrozen = false;
        await process.WaitForExitAsync(StopPatience, cancellation);
    }

    public void Freeze()
    {
        if (!IsRunning) return;
        Process!.Freeze();
        IsFrozen = true;
    }

    public void Thaw()
    {
        if (!IsFrozen) return;
        IsFrozen = false;
        Process!.Thaw();
    }

    public string Describe() =>
        $"{Name,-10} {Address,-24} {(!IsRunning ? "stopped" : IsFrozen ? "frozen" : "running")}{(IsRunning ? $" as process {Process!.ProcessId}" : "")}";

    public async ValueTask DisposeAsync()
    {
        if (Process is not null) await Process.DisposeAsync();
    }
}
