using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CommunityIntel.Lab;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Poolers;

/// <summary>The real PgBouncer in transaction mode before one database, with few connections to it.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString) => (_process, _folder, ConnectionString) = (process, folder, connectionString);

    public string ConnectionString { get; }

    // What ./dev fetched, with libraries of its own.
    private static readonly string Fetched = Path.Combine(Repository.Root, "artifacts", "tools", "pgbouncer");

    /// <summary>Null = it is not on this machine.</summary>
    public static string? Program =>
        ((string[])["/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/usr/bin/pgbouncer", Path.Combine(Fetched, "usr/sbin/pgbouncer")]).FirstOrDefault(File.Exists);

    public static async Task<PgBouncer> StartAsync(string server, int connections, CancellationToken cancellation)
    {
        var target = new NpgsqlConnectionStringBuilder(server);
        var (account, port) = (await PostgresAccount.FindAsync(cancellation), FreePorts.Take(1)[0]);
        var folder = Path.Combine(Path.GetTempPath(), $"community-intel-bouncer-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            settings,
            string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            {target.Database} = host={target.Host} port={target.Port} user={target.Username} password={target.Password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {connections}
            max_client_conn = 500
            """), cancellation);
        File.SetUnixFileMode(settings, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await account.OwnAsync(settings, cancellation);
        var program = CopiedInto(folder);
        string[] line = account.IsOurselves ? [program, settings] : ["/usr/bin/setpriv", $"--reuid={account.Name}", $"--regid={account.Name}", "--init-groups", "--", program, settings];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["LD_LIBRARY_PATH"] = folder;
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await ListensAsync(process, port, cancellation);
        return new PgBouncer(process, folder, new NpgsqlConnectionStringBuilder(server) { Port = port }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The other account may not pass through the folder that the repository is in.
    private static string CopiedInto(string folder)
    {
        if (!Program!.StartsWith(Fetched, StringComparison.Ordinal)) return Program;
        foreach (var file in Directory.GetFiles(Fetched, "lib*.so*", SearchOption.AllDirectories).Append(Program)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return Path.Combine(folder, Path.GetFileName(Program));
    }

    private static async Task ListensAsync(Process process, int port, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await timer.WaitForNextTickAsync(cancellation);
            }
        }

        throw new InvalidOperationException($"PgBouncer ended with {process.ExitCode}");
    }
}
