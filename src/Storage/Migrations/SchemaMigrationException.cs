namespace CommunityIntel.Storage.Migrations;

/// <summary>PostgreSQL refused a migration script. Nothing of that script was applied; the ones before it were.</summary>
public sealed class SchemaMigrationException : Exception
{
    public SchemaMigrationException() { }
    public SchemaMigrationException(string message) : base(message) { }
    public SchemaMigrationException(string message, Exception inner) : base(message, inner) { }

    public SchemaMigrationException(string? script, string? sqlState, Exception cause)
        : base($"Migration {script ?? "(before the first script)"} failed{(sqlState is null ? "" : $" with SQLSTATE {sqlState}")}: {cause.Message}", cause)
    {
        Script = script;
        SqlState = sqlState;
    }

    /// <summary>File name of the refused script; null when the journal itself could not be read.</summary>
    public string? Script { get; }

    /// <summary>PostgreSQL's five characters; null when the failure was not the server's answer.</summary>
    public string? SqlState { get; }
}
