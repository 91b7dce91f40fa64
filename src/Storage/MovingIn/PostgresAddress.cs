using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>Connection settings as people have them: Npgsql's <c>Host=…;Database=…</c>, or an address as hosting services give it.</summary>
public static class PostgresAddress
{
    /// <summary>How long a connection may take at least: what runs for an hour need not fail over a busy server.</summary>
    public const int ConnectSeconds = 60;

    /// <summary>postgres://user:password@host:port/database?sslmode=require (PostgreSQL 17 documentation, 32.1.1.2, one host).</summary>
    /// <exception cref="FormatException">It is neither. The message never repeats what may be a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)) return FromAddress(text);
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException)
        {
            // Its message may hold a piece of a password with a semicolon in it.
            throw new FormatException("the connection string is neither Host=…;Database=…;Username=…;Password=… nor postgres://user:password@host:5432/database");
        }
    }

    private static NpgsqlConnectionStringBuilder FromAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new FormatException("the address is not of the form postgres://user:password@host:5432/database; an @, : or / in the password has to be written %40, %3A or %2F");
        var user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder { Host = address.Host, Port = address.Port > 0 ? address.Port : 5432 };
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        if (address.AbsolutePath.Trim('/') is { Length: > 0 } database) settings.Database = Uri.UnescapeDataString(database);
        foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            Set(settings, pair[0], pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                settings.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw new FormatException("sslmode: expected disable, allow, prefer, require, verify-ca or verify-full"),
                };
                break;
            case "sslrootcert": settings.RootCertificate = value; break;
            case "sslcert": settings.SslCertificate = value; break;
            case "sslkey": settings.SslKey = value; break;
            case "options": settings.Options = value; break;
            case "connect_timeout" when int.TryParse(value, out var seconds): settings.Timeout = seconds; break;
            // What other drivers are told (pgbouncer=true, connection_limit=1, application_name) is nothing to us.
        }
    }
}
