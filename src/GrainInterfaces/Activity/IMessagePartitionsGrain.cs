namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>Makes next months' partitions of <c>messages</c> ahead of time. Key 0.</summary>
[Alias("IMessagePartitionsGrain")]
public interface IMessagePartitionsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes the coming partitions now and keeps a daily reminder to do so. Harmless when called again.</summary>
    [Alias("KeepAhead")]
    Task KeepAheadAsync();
}
