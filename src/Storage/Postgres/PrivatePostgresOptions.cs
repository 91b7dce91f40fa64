namespace CommunityIntel.Storage.Postgres;

/// <summary>
/// What a private PostgreSQL is made of. The defaults fit one small box; a load test asks for more.
/// </summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>
    /// Folder that holds everything of this server: <c>postgres/</c> (its data), the password file and the lock.
    /// Created when missing. The unprivileged account that runs PostgreSQL must be able to reach it.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>Loopback port; null = a free one is chosen, and kept over restarts of this instance.</summary>
    public int? Port { get; init; }

    /// <summary>Memory for cached pages, in MB.</summary>
    public int SharedBuffersMb { get; init; } = 48;

    /// <summary>Connections at once, all processes together; 5–200 kB each while idle.</summary>
    public int MaxConnections { get; init; } = 40;

    /// <summary>Memory of one sort or hash, in MB.</summary>
    public int WorkMemMb { get; init; } = 4;

    /// <summary>Size at which the write-ahead log makes a checkpoint due, in MB; bounds the disk it takes and the time a recovery takes.</summary>
    public int MaxWalMb { get; init; } = 256;

    /// <summary>How long a start may take, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a clean stop may take before the server is stopped at once (and recovers at its next start).</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Further settings by their PostgreSQL names; they win over the ones above. <c>fsync</c> and <c>synchronous_commit</c> stay on.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
