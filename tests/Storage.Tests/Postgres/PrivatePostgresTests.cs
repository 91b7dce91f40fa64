using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Postgres;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"community-intel-test-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_durable_private_and_speaks_UTF8()
    {
        await using var postgres = New();
        await postgres.StartAsync(Cancel);

        (await AskAsync(postgres, "SHOW fsync")).Should().Be("on");
        (await AskAsync(postgres, "SHOW synchronous_commit")).Should().Be("on");
        (await AskAsync(postgres, "SHOW full_page_writes")).Should().Be("on");
        (await AskAsync(postgres, "SHOW listen_addresses")).Should().Be("127.0.0.1");
        (await AskAsync(postgres, "SHOW unix_socket_directories")).Should().BeEmpty();
        (await AskAsync(postgres, "SHOW server_encoding")).Should().Be("UTF8");
        (await AskAsync(postgres, "SHOW timezone")).Should().Be("UTC");
        (await AskAsync(postgres, "SELECT upper('é')")).Should().Be("É");
        (await AskAsync(postgres, "SELECT current_database()")).Should().Be("community_intel");
        (await AskAsync(postgres, "SELECT rolpassword FROM pg_authid WHERE rolname = current_user")).Should().StartWith("SCRAM-SHA-256$");

        var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(stranger.ConnectionString);
        (await connection.Invoking(it => it.OpenAsync(Cancel)).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("28P01");
    }

    [Fact]
    public async Task Its_password_can_be_read_by_its_owner_only()
    {
        await using var postgres = New();
        await postgres.StartAsync(Cancel);

        var password = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Password;
        var files = Directory.EnumerateFiles(_folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && File.ReadAllText(file).Contains(password!, StringComparison.Ordinal)).ToList();
        files.Should().ContainSingle();
        File.GetUnixFileMode(files[0]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Data_and_address_outlive_a_stop()
    {
        await using var postgres = New();
        await postgres.StartAsync(Cancel);
        await AskAsync(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        var before = postgres.ConnectionString;

        await postgres.StopAsync(Cancel);
        await postgres.StartAsync(Cancel);

        postgres.ConnectionString.Should().Be(before);
        (await AskAsync(postgres, "SELECT answer::text FROM kept")).Should().Be("42");
    }

    [Fact]
    public async Task A_new_instance_finds_the_data_of_an_earlier_one()
    {
        await using (var first = New())
        {
            await first.StartAsync(Cancel);
            await AskAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var second = New();
        await second.StartAsync(Cancel);
        (await AskAsync(second, "SELECT answer::text FROM kept")).Should().Be("42");
    }

    [Fact]
    public async Task What_was_committed_outlives_a_kill()
    {
        await using var postgres = New();
        await postgres.StartAsync(Cancel);
        await AskAsync(postgres, "CREATE TABLE kept AS SELECT generate_series(1, 10000) AS n");
        var killed = postgres.ProcessId;

        await postgres.KillAsync(Cancel);
        await postgres.StartAsync(Cancel);

        postgres.ProcessId.Should().NotBe(killed);
        (await AskAsync(postgres, "SELECT count(*)::text FROM kept")).Should().Be("10000");
    }

    [Fact]
    public async Task A_server_that_outlived_its_host_is_stopped_cleanly_and_started_again()
    {
        var abandoned = New();
        await abandoned.StartAsync(Cancel);
        await AskAsync(abandoned, "CREATE TABLE kept AS SELECT 42 AS answer");
        var leftover = abandoned.ProcessId;
        LetGoAsAKilledHostWould(abandoned);

        await using var next = New();
        await next.StartAsync(Cancel);

        next.ProcessId.Should().NotBe(leftover);
        new Postmaster(leftover).IsAlive(Path.Combine(_folder, "postgres")).Should().BeFalse();
        (await AskAsync(next, "SELECT answer::text FROM kept")).Should().Be("42");
        (await File.ReadAllTextAsync(Path.Combine(_folder, "postgres", "server.log"), Cancel)).Should().NotContain("not properly shut down");
    }

    [Fact]
    public async Task A_pid_file_with_the_number_of_another_process_is_no_obstacle()
    {
        await using var postgres = New();
        await postgres.StartAsync(Cancel);
        var pidFile = Path.Combine(_folder, "postgres", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile, Cancel);
        await postgres.KillAsync(Cancel);
        await File.WriteAllLinesAsync(pidFile, [$"{Environment.ProcessId}", .. lines[1..]], Cancel);

        await postgres.StartAsync(Cancel);

        (await AskAsync(postgres, "SELECT 'up'")).Should().Be("up");
    }

    [Fact]
    public async Task Two_hosts_cannot_hold_one_folder()
    {
        await using var first = New();
        await first.StartAsync(Cancel);
        await using var second = New();

        var refusal = await second.Invoking(it => it.StartAsync(Cancel)).Should().ThrowAsync<PrivatePostgresException>();

        refusal.Which.Failure.Should().Be(PrivatePostgresFailure.FolderInUse);
        refusal.Which.Message.Should().Contain($"process {Environment.ProcessId}");
        (await AskAsync(first, "SELECT 'up'")).Should().Be("up");
    }

    [Fact]
    public async Task A_fixed_port_that_is_taken_is_named()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var postgres = New(new PrivatePostgresOptions { Folder = _folder, Port = port });

        var refusal = await postgres.Invoking(it => it.StartAsync(Cancel)).Should().ThrowAsync<PrivatePostgresException>();

        refusal.Which.Failure.Should().Be(PrivatePostgresFailure.PortInUse);
        refusal.Which.Message.Should().Contain($"{port}");
    }

    [Fact]
    public async Task Data_of_another_major_version_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "PG_VERSION"), "9\n", Cancel);
        await using var postgres = New();

        var refusal = await postgres.Invoking(it => it.StartAsync(Cancel)).Should().ThrowAsync<PrivatePostgresException>();

        refusal.Which.Failure.Should().Be(PrivatePostgresFailure.OtherMajorVersion);
        refusal.Which.Message.Should().Contain("postgresql-9");
    }

    [Fact]
    public async Task A_folder_that_the_server_account_cannot_reach_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs PostgreSQL as another account.");
        var closed = Path.Combine(_folder, "closed");
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var postgres = New(new PrivatePostgresOptions { Folder = Path.Combine(closed, "data") });

        var refusal = await postgres.Invoking(it => it.StartAsync(Cancel)).Should().ThrowAsync<PrivatePostgresException>();

        refusal.Which.Failure.Should().Be(PrivatePostgresFailure.FolderUnreachable);
        refusal.Which.Message.Should().Contain($"chmod o+x {closed},");
    }

    [Fact]
    public async Task Missing_programs_are_named_with_the_package_that_has_them()
    {
        var refusal = await FluentActions.Awaiting(() => PostgresBinaries.FindAsync(null, Cancel, path: "", debianRoot: "/nowhere"))
            .Should().ThrowAsync<PrivatePostgresException>();

        refusal.Which.Failure.Should().Be(PrivatePostgresFailure.BinariesMissing);
        refusal.Which.Message.Should().Contain("apt-get install -y postgresql");
    }

    [Fact]
    public async Task A_creation_that_was_cut_short_is_begun_again()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "postgres.new"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres.new", "PG_VERSION"), "15\n", Cancel);
        if (Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        await using var postgres = New();

        await postgres.StartAsync(Cancel);

        (await AskAsync(postgres, "SELECT 'up'")).Should().Be("up");
    }

    [Fact]
    public async Task Options_reach_the_server_but_cannot_make_it_forgetful()
    {
        await using var postgres = New(new PrivatePostgresOptions
        {
            Folder = _folder,
            SharedBuffersMb = 16,
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["application_name"] = "it's \\ ours" },
        });
        await postgres.StartAsync(Cancel);

        (await AskAsync(postgres, "SHOW shared_buffers")).Should().Be("16MB");
        (await AskAsync(postgres, "SHOW fsync")).Should().Be("on");
    }

    private PrivatePostgres New(PrivatePostgresOptions? options = null) =>
        new(options ?? new PrivatePostgresOptions { Folder = _folder, SharedBuffersMb = 16 }, NullLogger<PrivatePostgres>.Instance);

    private static void LetGoAsAKilledHostWould(PrivatePostgres postgres) =>
        typeof(PrivatePostgres).GetMethod("Unlock", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.Invoke(postgres, null);

    private static async Task<string?> AskAsync(PrivatePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel) as string;
    }
}
