namespace CommunityIntel.GrainInterfaces.Audit;

/// <summary>Who does something by hand, and where. <c>Name</c> is theirs now.</summary>
[GenerateSerializer, Immutable, Alias("Actor")]
public sealed record Actor(
    [property: Id(0)] long UserId,
    [property: Id(1)] string Name,
    [property: Id(2)] ActorSource Source);

[GenerateSerializer, Alias("ActorSource")]
public enum ActorSource
{
    /// <summary>A slash command.</summary>
    Command = 0,
    Dashboard = 1,

    /// <summary>The product itself.</summary>
    System = 2,
}
