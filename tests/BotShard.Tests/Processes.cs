namespace CommunityIntel.BotShard.Tests;

/// <summary>
/// Tests that start the product's processes: several of them at once would only slow each other down. They mostly wait, so that
/// <c>./dev test</c> runs them beside the others, told apart by their trait.
/// </summary>
[CollectionDefinition(OneAtATime)]
public sealed class Processes
{
    public const string OneAtATime = "processes, one at a time";

    public const string Part = "Part", Apart = "processes";
}
