using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.Grains.Shards;

/// <summary>Section <c>Shards</c>.</summary>
public sealed class ShardLeaseOptions
{
    public const string Section = "Shards";

    /// <summary>
    /// After this long without a word from a worker, in milliseconds, its shards go to others. Longer than a silo's death is
    /// noticed makes no difference to safety; shorter moves shards off workers that are only slow. 2 000 to 120 000.
    /// </summary>
    [Range(2_000, 120_000, ErrorMessage = "Shards:LeaseMs must be between {1} and {2}")]
    public int LeaseMs { get; set; } = 10_000;
}
