using System.Runtime.InteropServices;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommunityIntel.Tools.Schema;

/// <summary>
/// Brings the database to this build's schema, or waits until somebody else did: a deployment's one job does the first, everybody who
/// needs the schema the second. The connection string is read from ConnectionStrings__CommunityIntel.
/// </summary>
internal static class SchemaTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Looks between two lines about the wait.</summary>
    private const int LooksPerLine = 15;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ([] or ["--wait"])) return await FailAsync("schema [--wait]");
        var connection = new ConfigurationBuilder().AddEnvironmentVariables().Build().DirectConnection();
        if (string.IsNullOrEmpty(connection))
            return await FailAsync($"ConnectionStrings__{StorageHosting.ConnectionName} is not set: expected an Npgsql connection string, e.g. Host=localhost;Database=community_intel;Username=…");
        using var interrupted = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            interrupted.Cancel();
        });
        try
        {
            return args is [] ? await ApplyAsync(connection, interrupted.Token) : await WaitAsync(connection, interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception e) when (e is NpgsqlException or SchemaMigrationException)
        {
            return await FailAsync(e.Message);
        }
    }

    private static async Task<int> ApplyAsync(string connection, CancellationToken cancellation)
    {
        using var logs = LoggerFactory.Create(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        var applied = await SchemaMigrator.MigrateAsync(connection, logs.CreateLogger("schema"), cancellation);
        Console.WriteLine(applied.Count == 0 ? "The schema is up to date." : $"Applied {applied.Count} scripts, the last is {applied[^1]}.");
        return 0;
    }

    private static async Task<int> WaitAsync(string connection, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Pause);
        for (var look = 0; ; look++)
        {
            var wait = await WhyWaitAsync(connection, cancellation);
            if (wait is null) return 0;
            if (look % LooksPerLine == 0) Console.WriteLine(wait);
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private static async Task<string?> WhyWaitAsync(string connection, CancellationToken cancellation)
    {
        try
        {
            var missing = await SchemaMigrator.MissingAsync(connection, cancellation);
            return missing.Count == 0 ? null : $"Waiting for {missing.Count} scripts, the first is {missing[0]}.";
        }
        catch (NpgsqlException e)
        {
            return $"Waiting for the database: {e.Message}";
        }
    }

    private static async Task<int> FailAsync(string what)
    {
        await Console.Error.WriteLineAsync(what);
        return 1;
    }
}
