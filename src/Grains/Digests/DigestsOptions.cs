using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.Grains.Digests;

/// <summary>Section <c>Digests</c>: how much is asked of language models for digests, over the whole deployment.</summary>
public sealed class DigestsOptions
{
    public const string Section = "Digests";

    /// <summary>Money for language models in a calendar month (UTC), in <c>LanguageModels:Currency</c>; 0 = without limit.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Digests:CostPerMonth must be between {1} and {2}")]
    public decimal CostPerMonth { get; set; } = 20;

    /// <summary>Requests that one guild's digests may send in a day (UTC); 0 = without limit.</summary>
    [Range(0, 100_000, ErrorMessage = "Digests:GuildRequestsPerDay must be between {1} and {2}")]
    public int GuildRequestsPerDay { get; set; } = 40;

    /// <summary>Digests that one member may have made in an hour; those that are kept already do not count.</summary>
    [Range(1, 1_000, ErrorMessage = "Digests:MemberDigestsPerHour must be between {1} and {2}")]
    public int MemberDigestsPerHour { get; set; } = 6;

    /// <summary>Tokens of messages in one question.</summary>
    [Range(500, 100_000, ErrorMessage = "Digests:TokensPerQuestion must be between {1} and {2}")]
    public int TokensPerQuestion { get; set; } = 6_000;

    /// <summary>Questions for one digest at most; a long span is read in parts.</summary>
    [Range(1, 50, ErrorMessage = "Digests:QuestionsPerDigest must be between {1} and {2}")]
    public int QuestionsPerDigest { get; set; } = 6;

    /// <summary>Tokens of one answer.</summary>
    [Range(200, 8_000, ErrorMessage = "Digests:TokensPerAnswer must be between {1} and {2}")]
    public int TokensPerAnswer { get; set; } = 1_500;

    /// <summary>Minutes for which the digest of a running day is kept; of a running week, six times as long.</summary>
    [Range(1, 1_440, ErrorMessage = "Digests:RunningMinutes must be between {1} and {2}")]
    public int RunningMinutes { get; set; } = 60;

    /// <summary>Days after which a stored digest is deleted.</summary>
    [Range(7, 3_650, ErrorMessage = "Digests:KeepDays must be between {1} and {2}")]
    public int KeepDays { get; set; } = 400;
}
