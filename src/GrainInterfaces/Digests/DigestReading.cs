namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>What span of time a digest is about, in the guild's local days.</summary>
[GenerateSerializer, Alias("DigestSpan")]
public enum DigestSpan
{
    Day = 0,

    /// <summary>From Monday on.</summary>
    Week = 1,

    /// <summary>From somebody's last message on; nothing of it is stored.</summary>
    SinceLastMessage = 2,
}

/// <summary>Who wrote a digest.</summary>
[GenerateSerializer, Alias("DigestMaker")]
public enum DigestMaker
{
    /// <summary>Nobody: it has figures alone, since there was too little to say or no text is kept.</summary>
    Figures = 0,

    /// <summary>Picked from the messages without a language model: quotations.</summary>
    Extract = 1,

    /// <summary>A language model, from the messages.</summary>
    Model = 2,
}

[GenerateSerializer, Alias("DigestItemKind")]
public enum DigestItemKind
{
    Topic = 0,
    OpenQuestion = 1,
    Decision = 2,
    Event = 3,
}

[GenerateSerializer, Alias("DigestMood")]
public enum DigestMood
{
    Unknown = 0,
    Calm = 1,
    Cheerful = 2,
    Mixed = 3,
    Tense = 4,
}

/// <summary>
/// A message that an item rests on. <c>AuthorName</c> only where the guild names authors, and never of who hides or has no name.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestSource")]
public sealed record DigestSource(
    [property: Id(0)] long ChannelId,
    [property: Id(1)] string? ChannelName,
    [property: Id(2)] long MessageId,
    [property: Id(3)] string? AuthorName = null);

/// <summary>
/// One thing of a digest. <c>Title</c> may be empty. <c>Text</c> null: a quotation whose message is no longer kept (follow the link); it is at most
/// 280 characters, from a model or (<c>IsQuote</c>) from a person, and is never formatted or trusted. <c>Sources</c>: at least one.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestItem")]
public sealed record DigestItem(
    [property: Id(0)] DigestItemKind Kind,
    [property: Id(1)] string Title,
    [property: Id(2)] string? Text,
    [property: Id(3)] bool IsQuote,
    [property: Id(4)] IReadOnlyList<DigestSource> Sources,
    [property: Id(5)] int Authors);

/// <summary>Counted, never from a model. <c>Before</c>: the span of the same length just before. Voice in seconds.</summary>
[GenerateSerializer, Immutable, Alias("DigestFigures")]
public sealed record DigestFigures(
    [property: Id(0)] long Messages,
    [property: Id(1)] long MessagesBefore,
    [property: Id(2)] int ActiveMembers,
    [property: Id(3)] int ActiveMembersBefore,
    [property: Id(4)] long VoiceSeconds,
    [property: Id(5)] long VoiceSecondsBefore,
    [property: Id(6)] int Joins,
    [property: Id(7)] int Leaves,
    [property: Id(8)] IReadOnlyList<DigestTopChannel> TopChannels);

[GenerateSerializer, Immutable, Alias("DigestTopChannel")]
public sealed record DigestTopChannel([property: Id(0)] long ChannelId, [property: Id(1)] string? Name, [property: Id(2)] long Messages);

/// <summary>
/// How a digest was made. <c>Provider</c>, <c>Model</c> empty = without a language model; <c>WhyNoModel</c> says why. <c>CostMicros</c>: millionths of
/// <c>Currency</c> (ISO 4217) for all <c>Calls</c>. <c>MessagesRead</c> of <c>MessagesThere</c>: those whose text was looked at.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestMaking")]
public sealed record DigestMaking(
    [property: Id(0)] DateTimeOffset MadeAt,
    [property: Id(1)] string Provider,
    [property: Id(2)] string Model,
    [property: Id(3)] int Calls,
    [property: Id(4)] long InputTokens,
    [property: Id(5)] long OutputTokens,
    [property: Id(6)] long CostMicros,
    [property: Id(7)] string Currency,
    [property: Id(8)] int DurationMs,
    [property: Id(9)] NoModelReason WhyNoModel,
    [property: Id(10)] int MessagesRead,
    [property: Id(11)] int MessagesThere);

[GenerateSerializer, Alias("NoModelReason")]
public enum NoModelReason
{
    /// <summary>A model wrote it.</summary>
    None = 0,

    /// <summary>The operator has configured no provider.</summary>
    NotConfigured = 1,

    /// <summary>Today's requests, or this month's money, are used up.</summary>
    OverBudget = 2,

    /// <summary>No provider answered, or none with something usable.</summary>
    NoAnswer = 3,

    /// <summary>There was too little to say.</summary>
    TooLittle = 4,

    /// <summary>The guild keeps no text.</summary>
    NoText = 5,
}

/// <summary>
/// A digest as one viewer may read it. <c>Id</c> 0 = it is not stored. Local days in <c>TimeZone</c>, both included; <c>IsRunning</c>: the span is not over.
/// <c>Language</c>: <c>en</c> or <c>fr</c>. <c>Removed</c>: items taken out since, as a message that they rest on was edited or deleted.
/// <c>Mine</c>: whether the viewer found it useful; null = did not say.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestReading")]
public sealed record DigestReading(
    [property: Id(0)] long Id,
    [property: Id(1)] DigestSpan Span,
    [property: Id(2)] DateOnly FirstDay,
    [property: Id(3)] DateOnly LastDay,
    [property: Id(4)] string TimeZone,
    [property: Id(5)] bool IsRunning,
    [property: Id(6)] string Language,
    [property: Id(7)] DigestMaker Maker,
    [property: Id(8)] DigestMood Mood,
    [property: Id(9)] DigestFigures Figures,
    [property: Id(10)] IReadOnlyList<DigestItem> Items,
    [property: Id(11)] int Removed,
    [property: Id(12)] DigestMaking Making,
    [property: Id(13)] int Useful,
    [property: Id(14)] int NotUseful,
    [property: Id(15)] bool? Mine);

/// <summary>A stored digest in a list. <c>Lead</c>: its first item in a few words, or empty.</summary>
[GenerateSerializer, Immutable, Alias("DigestEntry")]
public sealed record DigestEntry(
    [property: Id(0)] long Id,
    [property: Id(1)] DigestSpan Span,
    [property: Id(2)] DateOnly FirstDay,
    [property: Id(3)] DateOnly LastDay,
    [property: Id(4)] DigestMaker Maker,
    [property: Id(5)] string Lead,
    [property: Id(6)] int Items,
    [property: Id(7)] long Messages,
    [property: Id(8)] long CostMicros,
    [property: Id(9)] string Currency,
    [property: Id(10)] DateTimeOffset MadeAt);

/// <summary>Newest first. <c>IsForViewer</c> false: the viewer is not of the audience, and there is nothing to see. <c>NextAt</c>: when the next one is made; null = none is planned.</summary>
[GenerateSerializer, Immutable, Alias("DigestList")]
public sealed record DigestList(
    [property: Id(0)] IReadOnlyList<DigestEntry> Entries,
    [property: Id(1)] bool HasMore,
    [property: Id(2)] bool IsForViewer,
    [property: Id(3)] DateTimeOffset? NextAt,
    [property: Id(4)] DigestSettings Settings);
