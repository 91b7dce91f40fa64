namespace CommunityIntel.BotShard.Tests;

/// <summary>Tests that start the product's processes: several of them at once would only slow each other down. They mostly wait, and others run meanwhile.</summary>
[CollectionDefinition(OneAtATime)]
public sealed class Processes
{
    public const string OneAtATime = "processes, one at a time";
}
