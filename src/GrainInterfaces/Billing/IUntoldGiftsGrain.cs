namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>The gift codes' grain, for those who watch over it; the key is 0.</summary>
[Alias("IUntoldGiftsGrain")]
public interface IUntoldGiftsGrain : IGrainWithIntegerKey
{
    /// <summary>Tells guilds of gifts that they may not have, since somebody died in between.</summary>
    [Alias("Tell")]
    [ResponseTimeout("00:01:00")]
    Task TellAsync();
}
