namespace CommunityIntel.Domain.Digests;

/// <summary>What every digest keeps to, whoever wrote it.</summary>
public static class DigestRules
{
    /// <summary>A topic of fewer people is a talk between them.</summary>
    public const int FewestAuthors = 3;

    /// <summary>Fewer messages than these are too little to say anything of: the digest has its figures alone.</summary>
    public const int FewestMessages = 20;

    /// <summary>Links that are shown of one item.</summary>
    public const int MostSources = 5;

    /// <summary>Messages that one item may rest on; all are kept with it, so that it goes with any of them.</summary>
    public const int MostRestedOn = 12;

    /// <summary>UTF-16 code units.</summary>
    public const int LongestTitle = 80, LongestText = 280;

    /// <summary>Items of a digest, by how long the guild wants it.</summary>
    public static int MostItems(DigestLength length) => length == DigestLength.Brief ? 5 : 12;
}

/// <summary>How long a digest may be. Numbers are stored.</summary>
public enum DigestLength
{
    /// <summary>Five lines.</summary>
    Brief = 0,

    /// <summary>Twelve.</summary>
    Full = 1,
}
