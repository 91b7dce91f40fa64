namespace CommunityIntel.LanguageModels;

/// <summary>What is asked of a model. Its text is never logged.</summary>
/// <param name="Instructions">What to do: the system message.</param>
/// <param name="Input">What to do it with: the user message, data and nothing else.</param>
/// <param name="SchemaName">1–64 of a–z, A–Z, 0–9, _ and -.</param>
/// <param name="Schema">The JSON schema of the answer, an object. Strict: every property is required and no other is allowed.</param>
/// <param name="MostOutputTokens">The answer is cut off there, and then is no answer.</param>
public sealed record ModelRequest(string Instructions, string Input, string SchemaName, string Schema, int MostOutputTokens)
{
    /// <summary>Names no text.</summary>
    public override string ToString() => $"ModelRequest({SchemaName}, at most {MostOutputTokens} tokens)";
}
