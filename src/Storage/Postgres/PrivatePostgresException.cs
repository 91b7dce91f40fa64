namespace CommunityIntel.Storage.Postgres;

/// <summary>Why a private PostgreSQL could not be had. The message says what to do about it.</summary>
public sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException() { }
    public PrivatePostgresException(string message) : base(message) { }
    public PrivatePostgresException(string message, Exception inner) : base(message, inner) { }

    public PrivatePostgresException(PrivatePostgresFailure failure, string message) : base(message) => Failure = failure;

    public PrivatePostgresFailure Failure { get; }
}

public enum PrivatePostgresFailure
{
    /// <summary>The server ended or refused for a reason of its own; the message carries the end of its log.</summary>
    ServerRefused = 0,

    /// <summary>No PostgreSQL server programs of a fitting version on this machine.</summary>
    BinariesMissing = 1,

    /// <summary>We are root and there is no unprivileged account to run PostgreSQL as.</summary>
    AccountMissing = 2,

    /// <summary>The account that runs PostgreSQL cannot reach the folder.</summary>
    FolderUnreachable = 3,

    /// <summary>Another process of ours holds the folder.</summary>
    FolderInUse = 4,

    DiskFull = 5,

    PortInUse = 6,

    /// <summary>The folder was made by another major version, and that one's programs are not here.</summary>
    OtherMajorVersion = 7,

    TimedOut = 8,
}
