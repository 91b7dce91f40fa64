namespace CommunityIntel.Storage.MovingIn;

/// <summary>It cannot go on; the message says why and what to do. What was taken over stays, and the next start goes on from there.</summary>
public sealed class MoveStoppedException : Exception
{
    public MoveStoppedException() { }
    public MoveStoppedException(string message) : base(message) { }
    public MoveStoppedException(string message, Exception inner) : base(message, inner) { }
}
