using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.Storage;

/// <summary>Section <c>Storage</c>. The connection string itself is <c>ConnectionStrings:CommunityIntel</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Parallel writers of a silo; a guild always goes to the same one. 1 to 8.</summary>
    [Range(1, 8, ErrorMessage = "Storage:Writers must be between {1} and {2}")]
    public int Writers { get; set; } = 2;

    /// <summary>How long a writer waits for company before it commits, in milliseconds. 0 to 50.</summary>
    [Range(0, 50, ErrorMessage = "Storage:LingerMs must be between {1} and {2}")]
    public int LingerMs { get; set; } = 10;

    /// <summary>Rows in one transaction at most; a single guild's batch may exceed it. 100 to 100 000.</summary>
    [Range(100, 100_000, ErrorMessage = "Storage:RowsPerCommit must be between {1} and {2}")]
    public int RowsPerCommit { get; set; } = 10_000;

    /// <summary>Batches that may wait for a writer before callers are made to wait. 16 to 100 000.</summary>
    [Range(16, 100_000, ErrorMessage = "Storage:QueueLength must be between {1} and {2}")]
    public int QueueLength { get; set; } = 2_048;

    /// <summary>Seconds after which a commit is given up and its callers told to try again. 1 to 120.</summary>
    [Range(1, 120, ErrorMessage = "Storage:CommandTimeoutSeconds must be between {1} and {2}")]
    public int CommandTimeoutSeconds { get; set; } = 15;

    /// <summary>Connections by which guilds are read back when they start, and members when they act. 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Storage:LoadConnections must be between {1} and {2}")]
    public int LoadConnections { get; set; } = 4;

    /// <summary>Connections that questions may use at once: ranks, boards, reports. 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Storage:ReadConnections must be between {1} and {2}")]
    public int ReadConnections { get; set; } = 4;

    /// <summary>What stands between the silo and PostgreSQL.</summary>
    [EnumDataType(typeof(Pooler), ErrorMessage = "Storage:Pooler must be None or Transaction")]
    public Pooler Pooler { get; set; }

    /// <summary>Seconds that a replica may be behind and still answer reports. 1 to 3 600.</summary>
    [Range(1, 3_600, ErrorMessage = "Storage:ReplicaMaxLagSeconds must be between {1} and {2}")]
    public int ReplicaMaxLagSeconds { get; set; } = 10;
}

/// <summary>How connections are shared before they reach PostgreSQL.</summary>
public enum Pooler
{
    /// <summary>Not at all, or each client has a session of its own.</summary>
    None,

    /// <summary>A session for each transaction (PgBouncer's <c>pool_mode = transaction</c>): nothing is prepared.</summary>
    Transaction,
}
