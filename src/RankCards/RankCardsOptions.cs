using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CommunityIntel.RankCards;

/// <summary>Section <c>RankCards</c>: how much drawing may cost.</summary>
public sealed class RankCardsOptions
{
    public const string Section = "RankCards";

    /// <summary>Cards drawn at once; 0 = one for each processor. 0 to 64.</summary>
    [Range(0, 64, ErrorMessage = "RankCards:Workers must be between {1} and {2}")]
    public int Workers { get; set; }

    /// <summary>Cards that may wait for a worker; beyond it the answer is Busy. 0 to 10 000.</summary>
    [Range(0, 10_000, ErrorMessage = "RankCards:QueueLength must be between {1} and {2}")]
    public int QueueLength { get; set; } = 64;

    /// <summary>How long a request waits for its card, in milliseconds. 10 to 60 000.</summary>
    [Range(10, 60_000, ErrorMessage = "RankCards:PatienceMs must be between {1} and {2}")]
    public int PatienceMs { get; set; } = 2_000;

    /// <summary>Memory that drawn cards may take, in megabytes; 0 = none are kept. 0 to 1 024.</summary>
    [Range(0, 1_024, ErrorMessage = "RankCards:CacheMegabytes must be between {1} and {2}")]
    public int CacheMegabytes { get; set; } = 16;
}

[OptionsValidator]
public sealed partial class RankCardsOptionsValidator : IValidateOptions<RankCardsOptions>;
