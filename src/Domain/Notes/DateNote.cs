namespace CommunityIntel.Domain.Notes;

/// <summary>What happened on a local day of a guild, in its managers' words. <c>Id</c> is that of the audit entry that tells who wrote it.</summary>
public sealed record DateNote(long Id, DateOnly Date, string Text);

/// <summary>Why a note cannot be added.</summary>
public enum NoteFault
{
    /// <summary>Nothing that can be read.</summary>
    Empty = 1,
    TooLong = 2,

    /// <summary>Line breaks, control characters, or those that turn the direction of what follows.</summary>
    NotOneLine = 3,
    DateOutOfRange = 4,
    TooMany = 5,
}
