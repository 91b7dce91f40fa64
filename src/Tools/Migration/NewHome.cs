using CommunityIntel.Storage.MovingIn;
using CommunityIntel.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommunityIntel.Tools.Migration;

/// <summary>The product's own database, which may be the private PostgreSQL of a machine on which the product is stopped: then it runs as long as this.</summary>
internal sealed class NewHome : IAsyncDisposable
{
    private readonly PrivatePostgres? _private;

    private NewHome(string connectionString, PrivatePostgres? own)
    {
        _private = own;
        var settings = PostgresAddress.Parse(connectionString);
        (settings.ApplicationName, settings.CommandTimeout, settings.MaxPoolSize) = ("community-intel-migrate", 0, 4);
        settings.Timeout = Math.Max(settings.Timeout, PostgresAddress.ConnectSeconds);
        ConnectionString = settings.ConnectionString;
        Database = NpgsqlDataSource.Create(settings);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    /// <exception cref="FormatException">Nothing says where it is.</exception>
    /// <exception cref="PrivatePostgresException">It cannot be started: the product runs, for one.</exception>
    public static async Task<NewHome> OpenAsync(string? named, string variable, string dataVariable, CancellationToken cancellation)
    {
        if (named is not null) return new NewHome(NamedConnection.Read(named, "new database"), null);
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text) return new NewHome(text, null);
        if (Environment.GetEnvironmentVariable(dataVariable) is not { Length: > 0 } folder)
            throw new FormatException($"neither --to nor {variable} says where the new database is");
        var own = new PrivatePostgres(new PrivatePostgresOptions { Folder = Path.Combine(folder, "postgres") }, NullLogger<PrivatePostgres>.Instance);
        await own.StartAsync(cancellation);
        return new NewHome(own.ConnectionString, own);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_private is not null) await _private.DisposeAsync();
    }
}
