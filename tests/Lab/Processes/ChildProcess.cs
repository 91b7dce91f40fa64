using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CommunityIntel.Lab.Processes;

/// <summary>
/// One of our hosts as a process of its own, started from its build output or from where it was published
/// (<see cref="Repository.FolderOf"/>), so that a test can kill it as an operator or a crash would. It is killed when disposed; it does not inherit a debugger, a terminal or our lifetime.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>Lines kept in memory; a log file has them all.</summary>
    private const int MostLines = 5_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string? _log;
    private readonly Lock _logging = new();

    private ChildProcess(string host, Process process, string? log) => (Host, _process, _log) = (host, process, log);

    /// <summary>Project name of the host, such as <c>Silo</c>.</summary>
    public string Host { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Only after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything that it has written so far, errors included, in the order of arrival.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    /// <summary>User and system time so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it holds now (RSS).</summary>
    public long ResidentBytes => StatusKilobytes("VmRSS:") << 10;

    /// <summary>The most memory that it ever held (VmHWM).</summary>
    public long PeakResidentBytes => StatusKilobytes("VmHWM:") << 10;

    /// <summary>Starts <c>src/{host}</c> as this test was built. <paramref name="environment"/> comes on top of ours; null removes.</summary>
    public static ChildProcess Start(string host, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        StartLogged(host, environment, null, arguments);

    /// <summary>As <see cref="Start"/>; everything that it writes is added to the file <paramref name="log"/> too.</summary>
    public static ChildProcess StartLogged(string host, IReadOnlyDictionary<string, string?> environment, string? log, params string[] arguments)
    {
        var folder = Repository.FolderOf(host);
        var assembly = Path.Combine(folder, $"CommunityIntel.{host}.dll");
        if (!File.Exists(assembly))
            throw new FileNotFoundException($"{host} is not there: the test project needs a project reference to it, or COMMUNITY_INTEL_HOSTS names a folder that lacks it.", assembly);

        var start = new ProcessStartInfo("dotnet", ["exec", assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var child = new ChildProcess(host, new Process { StartInfo = start }, log);
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until a line of its output contains <paramref name="text"/> and returns that line.</summary>
    public async Task<string> WaitForOutputAsync(string text, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string? line = null;
        await WaitAsync(() => Task.FromResult((line = _output.FirstOrDefault(written => written.Contains(text, StringComparison.Ordinal))) is not null),
            $"write \"{text}\"", timeout, cancellationToken);
        return line!;
    }

    /// <summary>Waits until <paramref name="health"/> answers 2xx.</summary>
    public Task WaitForHealthAsync(Uri health, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(() => AnswersAsync(health, cancellationToken), $"answer {health}", timeout, cancellationToken);

    /// <summary>SIGTERM: the orderly end that Kubernetes and Ctrl-C ask for.</summary>
    public void Terminate() => Send(SigTerm);

    /// <summary>SIGSTOP: it keeps its sockets and its memory and does nothing, as on a machine that hangs.</summary>
    public void Freeze() => Send(SigStop);

    /// <summary>SIGCONT: it goes on where it stood, not knowing how long it was away.</summary>
    public void Thaw() => Send(SigCont);

    /// <summary>SIGKILL: no code of its own runs any more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end and returns the exit code; 137 after SIGKILL, 143 after an unhandled SIGTERM.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Host} did not end within {timeout.TotalSeconds:0} s. It wrote:{Environment.NewLine}{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitAsync(Func<Task<bool>> isReady, string what, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Poll);
        while (!await isReady())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"{Host} ended with {_process.ExitCode} before it did {what}. It wrote:{Environment.NewLine}{Output}");
            if (Stopwatch.GetElapsedTime(started) > timeout)
                throw new TimeoutException($"{Host} did not {what} within {timeout.TotalSeconds:0} s. It wrote:{Environment.NewLine}{Output}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync(health, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private long StatusKilobytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        while (_output.Count > MostLines)
            _output.TryDequeue(out _);
        if (_log is null)
            return;
        lock (_logging)
            File.AppendAllText(_log, line + Environment.NewLine);
    }

    private void Send(int signal)
    {
        if (!HasExited && Signal(_process.Id, signal) != 0 && !HasExited)
            throw new InvalidOperationException($"{Host} (process {_process.Id}) could not be signalled.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);
}
