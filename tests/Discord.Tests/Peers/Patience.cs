namespace CommunityIntel.Discord.Tests.Peers;

/// <summary>How long a test waits for something that has to happen before it fails instead of hanging.</summary>
public static class Patience
{
    public static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);
}
