namespace CommunityIntel.Lab.LanguageModels;

/// <summary>What the scripted server answers to one question.</summary>
public abstract record ModelReply
{
    /// <summary>A completion as OpenAI sends it.</summary>
    /// <param name="Content">What the model says; null = nothing.</param>
    /// <param name="InputTokens">Null = the answer tells no usage.</param>
    public sealed record Completion(string? Content, int? InputTokens = 100, int OutputTokens = 20, string FinishReason = "stop", string? Refusal = null) : ModelReply;

    /// <summary>A status with a body, JSON as a rule.</summary>
    public sealed record Status(int Code, string? RetryAfter = null, string Body = """{"error":{"message":"no","type":"scripted"}}""", string? Location = null) : ModelReply;

    /// <summary>200 with this body, whatever it is.</summary>
    public sealed record Raw(string Body) : ModelReply;

    /// <summary>Nothing, until the client goes away.</summary>
    public sealed record Hang : ModelReply;

    /// <summary>The first half of a completion that says <paramref name="Content"/>; then the connection is reset.</summary>
    public sealed record Cut(string Content) : ModelReply;
}
