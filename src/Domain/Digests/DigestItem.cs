namespace CommunityIntel.Domain.Digests;

/// <summary>What an item of a digest is about. Numbers are stored.</summary>
public enum DigestItemKind
{
    /// <summary>What several people talked about.</summary>
    Topic = 0,

    /// <summary>Asked, and not answered.</summary>
    OpenQuestion = 1,

    /// <summary>What was agreed on.</summary>
    Decision = 2,

    /// <summary>What takes place, or took place.</summary>
    Event = 3,
}

/// <summary>How the talk was as a whole. Numbers are stored.</summary>
public enum DigestMood
{
    Unknown = 0,
    Calm = 1,
    Cheerful = 2,
    Mixed = 3,
    Tense = 4,
}

/// <summary>The languages that digests are written in.</summary>
public enum DigestLanguage
{
    English = 0,
    French = 1,
}

/// <summary>
/// One thing of a digest. <c>Title</c>: a few words, for a quotation the words that stand out; may be empty. <c>Text</c> null = the item is a
/// quotation: its text is that of the first source, read when it is shown. <c>Sources</c>: ids of the messages that it rests on, the
/// most telling first, at least one. <c>Authors</c>: how many people wrote in it.
/// </summary>
public sealed record DigestItem(DigestItemKind Kind, string Title, string? Text, IReadOnlyList<long> Sources, int Authors);

/// <summary>What was made of messages, whoever made it.</summary>
public sealed record DigestContent(DigestMood Mood, IReadOnlyList<DigestItem> Items)
{
    public static DigestContent Nothing { get; } = new(DigestMood.Unknown, []);
}
