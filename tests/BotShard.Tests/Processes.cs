namespace CommunityIntel.BotShard.Tests;

/// <summary>Tests that start the product's processes: several at once would only slow each other down.</summary>
[CollectionDefinition(OneAtATime, DisableParallelization = true)]
public sealed class Processes
{
    public const string OneAtATime = "processes, one at a time";
}
