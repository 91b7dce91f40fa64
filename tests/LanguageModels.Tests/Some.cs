using CommunityIntel.Lab.LanguageModels;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>Inputs that do not matter.</summary>
internal static class Some
{
    public const string Schema = """{"type":"object","properties":{"title":{"type":"string"}},"required":["title"],"additionalProperties":false}""";

    public const string Json = """{"title":"A quiet week"}""";

    public static readonly ModelReply Completion = new ModelReply.Completion(Json);

    public static ModelRequest Request(string input = "ann: hello", string instructions = "Write a digest.", int mostOutputTokens = 300) =>
        new(instructions, input, "digest", Schema, mostOutputTokens);
}
