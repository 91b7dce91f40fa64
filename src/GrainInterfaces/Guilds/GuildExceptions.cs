namespace CommunityIntel.GrainInterfaces.Guilds;

/// <summary>PostgreSQL did not take the write or the read: away, full, or another activation owns the guild now. Nothing was acknowledged; try again.</summary>
[GenerateSerializer, Alias("StorageUnavailableException")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }
    public StorageUnavailableException(string message) : base(message) { }
    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>The database refuses the batch's data itself (SQLSTATE class 22 or 23): trying again cannot help.</summary>
[GenerateSerializer, Alias("BatchRefusedException")]
public sealed class BatchRefusedException : Exception
{
    public BatchRefusedException() { }
    public BatchRefusedException(string message) : base(message) { }
    public BatchRefusedException(string message, Exception inner) : base(message, inner) { }
}
