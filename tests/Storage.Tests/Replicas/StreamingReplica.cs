using System.Globalization;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Replicas;

/// <summary>A streaming replica of a server of the lab, made by pg_basebackup; gone when it is disposed.</summary>
internal sealed class StreamingReplica : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresAccount _account;
    private readonly PostgresBinaries _binaries;
    private readonly int _port = FreePorts.Take(1)[0];

    private StreamingReplica(string folder, PostgresAccount account, PostgresBinaries binaries) => (_folder, _account, _binaries) = (folder, account, binaries);

    private string Data => Path.Combine(_folder, "replica");

    private string Passwords => Path.Combine(_folder, "pgpass");

    public static async Task<StreamingReplica> StartAsync(string primary, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"community-intel-replica-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var replica = new StreamingReplica(folder, await PostgresAccount.FindAsync(cancellation), await PostgresBinaries.FindAsync(null, cancellation));
        await replica.CopyAsync(new NpgsqlConnectionStringBuilder(primary), cancellation);
        await replica.StartAsync(cancellation);
        return replica;
    }

    public string ConnectionString(string primary) => new NpgsqlConnectionStringBuilder(primary) { Port = _port, MaxPoolSize = 4, Timeout = 2 }.ConnectionString;

    public Task StartAsync(CancellationToken cancellation) =>
        ControlAsync(["start", "-D", Data, "-l", Path.Combine(Data, "server.log"), "-w", "-s", "-o", $"-p {_port.ToString(CultureInfo.InvariantCulture)}"], cancellation);

    /// <summary>As when its machine dies.</summary>
    public Task KillAsync(CancellationToken cancellation) => ControlAsync(["stop", "-D", Data, "-m", "immediate", "-w", "-s"], cancellation);

    public Task PromoteAsync(CancellationToken cancellation) => ControlAsync(["promote", "-D", Data, "-w", "-s"], cancellation);

    public async ValueTask DisposeAsync()
    {
        await _account.RunAsync(_binaries.PgCtl, ["stop", "-D", Data, "-m", "immediate", "-w", "-s"], "/", CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CopyAsync(NpgsqlConnectionStringBuilder primary, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Passwords, $"{primary.Host}:{primary.Port}:*:{primary.Username}:{primary.Password}\n", cancellation);
        File.SetUnixFileMode(Passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in (string[])[Passwords, Data]) await _account.OwnAsync(path, cancellation);
        var source = $"host={primary.Host} port={primary.Port} user={primary.Username} passfile={Passwords}";
        var copied = await _account.RunAsync(Path.Combine(_binaries.Folder, "pg_basebackup"), ["-d", source, "-D", Data, "-R", "-X", "stream", "-c", "fast", "--no-sync"], "/", cancellation);
        copied.ExitCode.Should().Be(0, copied.Output);
    }

    private async Task ControlAsync(string[] arguments, CancellationToken cancellation)
    {
        var done = await _account.RunAsync(_binaries.PgCtl, arguments, "/", cancellation);
        done.ExitCode.Should().Be(0, done.Output);
    }
}
