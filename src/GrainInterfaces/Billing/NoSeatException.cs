namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>Nothing was changed: as many people as the guild's plan has seats for changed something within 30 days already.</summary>
[GenerateSerializer, Alias("NoSeatException")]
public sealed class NoSeatException : Exception
{
    public NoSeatException() { }
    public NoSeatException(string message) : base(message) { }
    public NoSeatException(string message, Exception inner) : base(message, inner) { }
}
