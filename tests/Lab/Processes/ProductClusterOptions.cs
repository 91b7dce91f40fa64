using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Lab.Processes;

/// <summary>How large a cluster of separate processes is, and what is put between them.</summary>
public sealed record ProductClusterOptions
{
    public int Silos { get; init; } = 1;

    public int Workers { get; init; } = 1;

    public int Webs { get; init; }

    public int Shards { get; init; } = 1;

    /// <summary>Further settings of the local Discord.</summary>
    public IReadOnlyDictionary<string, string?> Discord { get; init; } = new Dictionary<string, string?>();

    /// <summary>Further settings of the workers.</summary>
    public IReadOnlyDictionary<string, string?> Worker { get; init; } = new Dictionary<string, string?>();

    /// <summary>Further settings of the silos.</summary>
    public IReadOnlyDictionary<string, string?> Silo { get; init; } = new Dictionary<string, string?>();

    /// <summary>Further settings of the web servers.</summary>
    public IReadOnlyDictionary<string, string?> Web { get; init; } = new Dictionary<string, string?>();

    /// <summary>Null = the settings of one small box.</summary>
    public PrivatePostgresOptions? Postgres { get; init; }

    /// <summary>
    /// Every worker reaches Discord, and every silo PostgreSQL, over a line of its own that can be cut, and every silo can be
    /// isolated from everybody else.
    /// </summary>
    public bool Lines { get; init; }

    /// <summary>Folder for one log per process; null = nothing is written.</summary>
    public string? LogFolder { get; init; }
}
