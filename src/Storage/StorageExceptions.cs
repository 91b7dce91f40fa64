namespace CommunityIntel.Storage;

/// <summary>PostgreSQL did not take the commit or the read; whether a commit happened may be unknown. Try again.</summary>
public sealed class CommitFailedException : Exception
{
    public CommitFailedException() { }
    public CommitFailedException(string message) : base(message) { }
    public CommitFailedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Another activation has raised the guild's epoch: this one may write no more.</summary>
public sealed class FencedException : Exception
{
    public FencedException() { }
    public FencedException(string message) : base(message) { }
    public FencedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>The data itself is refused (SQLSTATE class 22 or 23): trying again cannot help.</summary>
public sealed class CommitRefusedException : Exception
{
    public CommitRefusedException() { }
    public CommitRefusedException(string message) : base(message) { }
    public CommitRefusedException(string message, Exception inner) : base(message, inner) { }
}
