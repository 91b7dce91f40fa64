using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.Grains.Activity;

/// <summary>Section <c>Retention</c>: what becomes of messages and stays when the months of a guild's plan are over.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    public const string Section = "Retention";

    /// <summary>False: nothing is ever ended.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Messages go into <c>messages_archive</c> instead of being deleted.</summary>
    public bool Archive { get; set; }

    /// <summary>Months after which an archived month is dropped, counted from when it was written; 0 = never.</summary>
    [Range(0, 1_200, ErrorMessage = "Retention:ArchiveMonths must be between {1} and {2}")]
    public int ArchiveMonths { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ArchiveMonths is > 0 and < 13)
            yield return new ValidationResult("Retention:ArchiveMonths must be 0 (never) or at least 13: nothing is archived before 12 months", [nameof(ArchiveMonths)]);
    }
}
