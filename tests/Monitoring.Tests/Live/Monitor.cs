using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Monitoring.Tests.Rules;

namespace CommunityIntel.Monitoring.Tests.Live;

/// <summary>The real Prometheus and Alertmanager on loopback, with our rules and routes; only addresses and the pace of scraping differ.</summary>
internal sealed class Monitor : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("community-intel-monitor-").FullName;
    private readonly List<(Process Process, ConcurrentQueue<string> Said)> _running = [];
    private readonly HttpClient _prometheus;
    private readonly int[] _ports = FreePorts.Take(2);

    public Monitor() => _prometheus = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports[0]}")) };

    public void Start(IEnumerable<ProductMember> members, Uri receiver)
    {
        var jobs = members.Select(m => (Job: m.Kind switch { MemberKind.Worker => "bot", var kind => kind.ToString().ToLowerInvariant() }, m.Address)).ToList();
        File.Copy(Path.Combine(RuleFile.Folder, "rules.yaml"), Path.Combine(_folder, "rules.yaml"));
        File.WriteAllText(Path.Combine(_folder, "prometheus.yaml"), $"""
            global: {"{"} scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s {"}"}
            rule_files: [rules.yaml]
            alerting: {"{"} alertmanagers: [{"{"} static_configs: [{"{"} targets: ['127.0.0.1:{Text(_ports[1])}'] {"}"}] {"}"}] {"}"}
            scrape_configs: [{string.Join(", ", jobs.Select(j => $"{{ job_name: {j.Job}, static_configs: [{{ targets: ['{j.Address.Authority}'] }}] }}"))}]
            """);
        File.WriteAllText(Path.Combine(_folder, "alertmanager.yaml"), File.ReadAllText(Path.Combine(RuleFile.Folder, "alertmanager.yaml")).Replace("http://127.0.0.1:9099", receiver.ToString().TrimEnd('/'), StringComparison.Ordinal));
        Run(Promtool.Find("prometheus-alertmanager") ?? Promtool.Find("alertmanager")!, "--config.file=alertmanager.yaml", "--storage.path=alerts", $"--web.listen-address=127.0.0.1:{Text(_ports[1])}", "--cluster.listen-address=");
        Run(Promtool.Find("prometheus")!, "--config.file=prometheus.yaml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{Text(_ports[0])}");
    }

    /// <summary>How many series a query finds now; null = Prometheus does not answer yet.</summary>
    public async Task<int?> CountAsync(string query, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _prometheus.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{query}: {text}");
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Throws with what it said last when Prometheus or Alertmanager is not there any more.</summary>
    public void ThrowIfEnded()
    {
        foreach (var (process, said) in _running)
            if (process.HasExited) throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}: {string.Join('\n', said.TakeLast(5))}");
    }

    public async ValueTask DisposeAsync()
    {
        _prometheus.Dispose();
        foreach (var (process, _) in _running)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private void Run(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running.Add((process, said));
    }
}
