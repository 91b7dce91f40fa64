using System.Globalization;
using System.Text;

namespace CommunityIntel.Storage.Postgres;

/// <summary>The text of <c>postgresql.conf</c>: durable, loopback only, and small.</summary>
internal static class PostgresSettings
{
    public static string Text(PrivatePostgresOptions options, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Number(port),
            ["unix_socket_directories"] = "",
            ["password_encryption"] = "scram-sha-256",
            ["max_connections"] = Number(options.MaxConnections),

            ["shared_buffers"] = $"{options.SharedBuffersMb}MB",
            ["work_mem"] = $"{options.WorkMemMb}MB",
            ["maintenance_work_mem"] = "32MB",
            ["huge_pages"] = "off",
            ["jit"] = "off",
            ["max_parallel_workers_per_gather"] = "0",
            ["autovacuum_max_workers"] = "2",

            ["min_wal_size"] = "32MB",
            ["max_wal_size"] = $"{options.MaxWalMb}MB",
            ["wal_compression"] = "on",
            ["checkpoint_completion_target"] = "0.9",

            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",
            ["log_min_messages"] = "warning",
            ["log_checkpoints"] = "off",
            // Neither statements nor row contents belong in a log.
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
        };
        foreach (var (name, value) in options.Settings)
            settings[name] = value;

        // An acknowledged event is durable: not open to options.
        settings["fsync"] = "on";
        settings["full_page_writes"] = "on";
        settings["synchronous_commit"] = "on";

        var text = new StringBuilder("# Written at every start of Community Intelligence; changes made here are lost.\n");
        foreach (var (name, value) in settings)
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");
        return text.ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
