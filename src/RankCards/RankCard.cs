namespace CommunityIntel.RankCards;

/// <summary>What a rank card shows. A number below zero is shown as zero.</summary>
public sealed record RankCard
{
    /// <summary>Discord's id of the member; picks the colour behind the initials.</summary>
    public required ulong UserId { get; init; }

    /// <summary>As the guild shows it, any Unicode; without anything visible, <see cref="RankCardTexts.Unnamed"/> is shown.</summary>
    public required string Name { get; init; }

    public required RankCardTexts Texts { get; init; }

    /// <summary>PNG, JPEG or WebP, at most 512 KB and 1024 × 1024; empty or anything else = initials.</summary>
    public ReadOnlyMemory<byte> Avatar { get; init; }

    /// <summary>1 = first; 0 = not ranked yet.</summary>
    public long Rank { get; init; }

    /// <summary>How many are ranked; 0 = unknown, not shown.</summary>
    public long Members { get; init; }

    public int Level { get; init; }

    /// <summary>XP gathered since the level began.</summary>
    public long LevelXp { get; init; }

    /// <summary>XP from this level to the next.</summary>
    public long LevelCost { get; init; }

    public long TotalXp { get; init; }

    public long Messages { get; init; }

    public double VoiceHours { get; init; }

    /// <summary>0xRRGGBB, as Discord's role colours; mixed with ink until it can be read. None = the product's.</summary>
    public int? Accent { get; init; }

    public RankCardTheme Theme { get; init; }
}
